using System.Collections.Concurrent;
using System.Security.Claims;

var builder = WebApplication.CreateBuilder(args);

#region cardea
builder.Services.AddCardea().AddSqlite("Data Source=data/notes.db");

var app = builder.Build();
app.MapCardea();
#endregion

#region notes
var notes = new ConcurrentDictionary<string, ConcurrentQueue<string>>();

var mine = app.MapGroup("/notes").RequireAuthorization();
mine.MapGet("/", (ClaimsPrincipal user) => NotesOf(user));
mine.MapPost("/", (Note note, ClaimsPrincipal user) =>
{
    NotesOf(user).Enqueue(note.Text);
    return TypedResults.Created();
});
#endregion

await app.RunAsync();

ConcurrentQueue<string> NotesOf(ClaimsPrincipal user) =>
    notes.GetOrAdd(user.GetUserId().Value, static _ => new());

internal sealed record Note(string Text);
