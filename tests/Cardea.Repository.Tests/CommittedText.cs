namespace Cardea.Repository.Tests;

/// <summary>A generated text that is committed, so that its changes are reviewed.</summary>
internal static class CommittedText
{
    /// <summary>Compares; with <c>CARDEA_ACCEPT=1</c> takes the new text over instead.</summary>
    public static void Matches(string path, string actual)
    {
        actual = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable("CARDEA_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{path} is missing: run these tests with CARDEA_ACCEPT=1 and review it.");
        Assert.True(
            File.ReadAllText(file).ReplaceLineEndings("\n") == actual,
            $"{path} is out of date: run these tests with CARDEA_ACCEPT=1 and review the difference.");
    }
}
