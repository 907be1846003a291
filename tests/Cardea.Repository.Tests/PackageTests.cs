using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Cardea.Repository.Tests;

/// <summary>A package is what people of NuGet expect: it says how to add it, and brings its licence, icon, documentation and symbols.</summary>
public sealed class PackageTests
{
    public static TheoryData<string> Packages => PublicApiTests.Packages;

    [Theory]
    [MemberData(nameof(Packages))]
    public void Its_readme_says_how_to_add_and_use_it(string package)
    {
        var readme = Repository.Read($"src/{package}/README.md");

        Assert.StartsWith($"# {package}\n", readme, StringComparison.Ordinal);
        Assert.Contains($"dotnet add package {package}\n", readme, StringComparison.Ordinal);
        Assert.Contains("```csharp", readme, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Run", "full")]
    public async Task It_has_all_its_parts()
    {
        var directory = Directory.CreateTempSubdirectory("cardea-packages-");
        foreach (var package in PublicApiTests.Packages)
        {
            var name = package.Data;
            await PackAsync(name, directory.FullName);
            using var archive = await ZipFile.OpenReadAsync(directory.EnumerateFiles($"{name}.0.*.nupkg").Single().FullName, TestContext.Current.CancellationToken);
            await using var description = await archive.Entries.Single(static entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).OpenAsync(TestContext.Current.CancellationToken);
            var metadata = (await XDocument.LoadAsync(description, LoadOptions.None, TestContext.Current.CancellationToken)).Root!.Elements().Single(static element => element.Name.LocalName == "metadata").Elements()
                .ToDictionary(static element => element.Name.LocalName, static element => element.Value, StringComparer.Ordinal);

            Assert.Equal((name, "README.md", "icon.png", "MIT"), (metadata["id"], metadata["readme"], metadata["icon"], metadata["license"]));
            Assert.NotEmpty(metadata["description"]);
            Assert.Contains("sign-in", metadata["tags"], StringComparison.Ordinal);
            Assert.Subset(
                archive.Entries.Select(static entry => entry.FullName).ToHashSet(StringComparer.Ordinal),
                new HashSet<string>(StringComparer.Ordinal) { "README.md", "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" });
            Assert.Single(directory.EnumerateFiles($"{name}.0.*.snupkg"));
        }

        directory.Delete(recursive: true);
    }

    private static async Task PackAsync(string package, string directory)
    {
        using var pack = Process.Start(new ProcessStartInfo("dotnet", ["pack", Path.Combine(Repository.Root, "src", package), "-c", "Release", "--no-restore", "-v", "q", "-o", directory])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(pack.ExitCode == 0, output);
    }
}
