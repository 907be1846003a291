namespace Cardea.Server.Tests.Running;

/// <summary>Where things are in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>A program that the solution's build has made, in the configuration of these tests.</summary>
    public static string Program(string folder, string project, string name)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return PathOf(folder, project, "bin", output.Parent!.Name, output.Name, name);
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Cardea.slnx")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        }

        return directory.FullName;
    }
}
