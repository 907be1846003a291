namespace Cardea.Load;

/// <summary>The programs that were built together with this one.</summary>
internal static class Build
{
    /// <summary>The file of a program, in the same configuration.</summary>
    public static string Program(string folder, string project, string name)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output;
        while (!File.Exists(Path.Combine(root.FullName, "Cardea.slnx")))
        {
            root = root.Parent ?? throw new InvalidOperationException("Run it inside the repository.");
        }

        return Path.Combine(root.FullName, folder, project, "bin", output.Parent!.Name, output.Name, name);
    }
}
