using System.Reflection;
using PublicApiGenerator;

namespace Cardea.Repository.Tests;

/// <summary>What the packages promise: reviewed when it changes.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages { get; } =
        ["Cardea", "Cardea.PostgreSql", "Cardea.Sqlite", "Cardea.Validation", "Cardea.JwtBearer", "Cardea.AspNetCore", "Cardea.OpenApi", "Cardea.Pages", "Cardea.Providers", "Cardea.Client", "Cardea.Testing"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void It_is_the_committed_one(string package) =>
        CommittedText.Matches(
            $"docs/reference/api/{package}.txt",
            Assembly.Load(package).GeneratePublicApi(new() { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] }));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_classes_are_sealed_static_or_closed(string package) =>
        Assert.DoesNotContain(
            Assembly.Load(package).GetExportedTypes(),
            static type => type is { IsClass: true, IsSealed: false } && !IsClosed(type));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Namespaces_are_those_of_the_package_or_where_aspnet_looks(string package) =>
        Assert.All(
            Assembly.Load(package).GetExportedTypes(),
            type => Assert.True(
                type.Namespace!.StartsWith(package, StringComparison.Ordinal)
                    || (type.Name.EndsWith("Extensions", StringComparison.Ordinal) && (type.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal) || type.Namespace.StartsWith("System.", StringComparison.Ordinal))),
                $"{type.FullName} is out of place."));

    // A union: abstract, and nobody outside can derive from it.
    private static bool IsClosed(Type type) =>
        type.IsAbstract && type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).All(static constructor => !constructor.IsPublic)
        && (type.IsNested || type.GetNestedTypes().Any(type.IsAssignableFrom));
}
