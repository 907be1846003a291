using System.CommandLine;
using System.Text.Json;
using Cardea.Server.Doctor;

namespace Cardea.Server.Commands;

/// <summary>Examines the installation, and says what is wrong and how to mend it. It exits with 1 if something does not work.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Option<bool> json = new("--json") { Description = "Prints the findings as JSON, for scripts." };
        Command doctor = new("doctor", "Checks the settings and the providers, and says what is wrong and how to mend it.") { json };
        doctor.SetAction((arguments, cancellationToken) => ExamineAsync(arguments.GetValue(json), cancellationToken));
        return doctor;
    }

    private static async Task<int> ExamineAsync(bool isJson, CancellationToken cancellationToken)
    {
        var findings = await Examination.RunAsync(static () => CardeaApplication.Build([], ("Logging:LogLevel:Default", "Warning")), cancellationToken);
        if (isJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(findings, FindingJson.Default.IReadOnlyListFinding));
        }
        else
        {
            foreach (var (check, status, message, fix) in findings)
            {
                Console.WriteLine($"{NameOf(status),-7}  {check}: {message}{(fix is null ? "" : $" {fix}")}");
            }
        }

        return findings.Any(static finding => finding.Status == FindingStatus.Error) ? 1 : 0;
    }

    private static string NameOf(FindingStatus status) => status switch
    {
        FindingStatus.Ok => "ok",
        FindingStatus.Warning => "warning",
        _ => "error",
    };
}
