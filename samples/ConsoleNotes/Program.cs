using System.Net.Http.Json;
using Cardea.Client;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

// The sample of an API, samples/NotesApi, signs its users in itself: it is the issuer too.
var address = Environment.GetEnvironmentVariable("NOTES_API") ?? "http://localhost:5000";
var home = Environment.GetEnvironmentVariable("NOTES_HOME")
    ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "console-notes");

#region client
var services = new ServiceCollection();
services.AddDataProtection().PersistKeysToFileSystem(new(Path.Combine(home, "keys"))).SetApplicationName("console-notes");
services.AddCardeaClient(options =>
    {
        options.Issuer = address;
        options.Device = Environment.MachineName;
    })
    .StoreInFile(Path.Combine(home, "tokens"));
services.AddHttpClient("notes", http => http.BaseAddress = new(address)).AddCardeaTokens();
#endregion

await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<CardeaClient>();
using var notes = provider.GetRequiredService<IHttpClientFactory>().CreateClient("notes");

try
{
    return args switch
    {
        ["sign-up", var email] => await SignUpAsync(email),
        ["sign-in", var email] => await SignInAsync(email),
        ["add", var text] => await AddAsync(text),
        ["list"] => await ListAsync(),
        ["devices"] => await DevicesAsync(),
        ["sign-out"] => await SignOutAsync(),
        _ => Say("usage: ConsoleNotes sign-up <email> | sign-in <email> | add <text> | list | devices | sign-out", 2),
    };
}
catch (CardeaClientException exception)
{
    return Say(exception.RetryAfter is { } pause ? $"{exception.Message} Try again in {pause.TotalSeconds:0} s." : exception.Message, 1);
}
catch (HttpRequestException exception)
{
    return Say($"The notes can't be reached: {exception.Message}", 1);
}

async Task<int> SignUpAsync(string email)
{
    await client.SignUpAsync(email, Ask("Password: "));
    return Say($"Signed in as {email}.", 0);
}

#region sign-in
async Task<int> SignInAsync(string email)
{
    if (await client.SignInAsync(email, Ask("Password: ")) is SignInOutcome.SecondFactorRequired step)
    {
        await client.FinishSignInAsync(step, Ask("Code of the authenticator app: "));
    }

    return Say($"Signed in as {email}.", 0);
}
#endregion

#region notes
async Task<int> AddAsync(string text)
{
    using var response = await notes.PostAsJsonAsync("/notes", new Note(text), ConsoleNotesJson.Default.Note);
    return Report(response) ?? Say("Added.", 0);
}
#endregion

async Task<int> ListAsync()
{
    using var response = await notes.GetAsync(new Uri("/notes", UriKind.Relative));
    if (Report(response) is { } failed)
    {
        return failed;
    }

    foreach (var note in await response.Content.ReadFromJsonAsync(ConsoleNotesJson.Default.StringArray) ?? [])
    {
        Console.WriteLine(note);
    }

    return 0;
}

async Task<int> DevicesAsync()
{
    foreach (var session in await client.GetSessionsAsync())
    {
        Console.WriteLine($"{(session.Current ? "*" : " ")} {session.Device ?? "(no name)"}, last used {session.LastUsedAt:u}");
    }

    return 0;
}

async Task<int> SignOutAsync()
{
    await client.SignOutAsync();
    return Say("Signed out.", 0);
}

static int? Report(HttpResponseMessage response) => (int)response.StatusCode switch
{
    < 300 => null,
    401 => Say("You are not signed in: run sign-in first.", 1),
    var status => Say($"The notes answered {status}.", 1),
};

static string Ask(string question)
{
    Console.Error.Write(question);
    return Console.ReadLine() ?? "";
}

static int Say(string text, int result)
{
    Console.WriteLine(text);
    return result;
}
