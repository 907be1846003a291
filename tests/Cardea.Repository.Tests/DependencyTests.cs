using System.Xml.Linq;

namespace Cardea.Repository.Tests;

/// <summary>Who may use whom: a star around the core.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Cardea"] = [],
        ["Cardea.PostgreSql"] = ["Cardea"],
        ["Cardea.Sqlite"] = ["Cardea"],
        ["Cardea.Validation"] = ["Cardea"],
        ["Cardea.JwtBearer"] = ["Cardea.Validation"],
        ["Cardea.AspNetCore"] = ["Cardea.Validation"],
        ["Cardea.OpenApi"] = ["Cardea.AspNetCore"],
        ["Cardea.Pages"] = ["Cardea.AspNetCore"],
        ["Cardea.Providers"] = ["Cardea.AspNetCore"],
        ["Cardea.Client"] = [],
        ["Cardea.Testing"] = ["Cardea.AspNetCore", "Cardea.Sqlite"],
        ["Cardea.Server"] = ["Cardea.AspNetCore", "Cardea.OpenApi", "Cardea.Pages", "Cardea.PostgreSql", "Cardea.Providers", "Cardea.Sqlite"],
    };

    private static readonly string[] Drawers = ["Abstractions", "Shared", "Utils", "Helpers", "Common", "Models", "Services"];

    [Fact]
    public void Projects_depend_on_each_other_as_the_architecture_says()
    {
        var actual = Repository.Files("src", "*.csproj").ToDictionary(
            static path => Path.GetFileNameWithoutExtension(path),
            static path => References(path, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).ToArray());

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        Assert.All(actual, static project => Assert.Equal(Allowed[project.Key], project.Value!));
    }

    [Fact]
    public void The_core_knows_neither_http_nor_a_database()
    {
        Assert.Empty(References("src/Cardea/Cardea.csproj", "FrameworkReference"));
        Assert.All(
            References("src/Cardea/Cardea.csproj", "PackageReference"),
            static package => Assert.Contains(package, (string[])["Microsoft.IdentityModel.JsonWebTokens", "Microsoft.Bcl.Cryptography"]));
    }

    [Fact]
    public void Entity_framework_is_not_used() =>
        Assert.DoesNotContain(
            Repository.Files("src", "*.csproj").SelectMany(static path => References(path, "PackageReference")),
            static package => package.Contains("EntityFramework", StringComparison.Ordinal));

    [Fact]
    public void No_folder_is_a_drawer() =>
        Assert.DoesNotContain(Repository.Files("src", "*.cs").SelectMany(static path => path.Split('/')), static part => Drawers.Contains(part));

    [Fact]
    public void A_slice_has_one_name_on_every_floor()
    {
        var slices = Slices("src/Cardea");
        foreach (var store in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"), "Cardea.*Sql*").Select(Path.GetFileName))
        {
            Assert.Subset(slices, Slices($"src/{store}"));
        }
    }

    private static HashSet<string> Slices(string project) =>
        Repository.Files(project, "*.cs")
            .Select(path => path[(project.Length + 1)..].Split('/'))
            .Where(static parts => parts.Length > 1)
            .Select(static parts => parts[0])
            .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> References(string path, string kind) =>
        XDocument.Parse(Repository.Read(path)).Descendants(kind).Select(static reference => (string)reference.Attribute("Include")!);
}
