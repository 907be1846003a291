using Microsoft.AspNetCore.Mvc;
using RazorNotes;

var builder = WebApplication.CreateBuilder(args);

#region cardea
builder.Services.AddCardea().AddSqlite("Data Source=data/notes.db");
#endregion

#region pages
// Cardea refuses forms of other sites, so the pages need no anti-forgery tokens.
builder.Services.AddRazorPages(static pages => pages.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute()));
builder.Services.AddHttpContextAccessor();
builder.Services.AddHttpClient<Issuer>().ConfigurePrimaryHttpMessageHandler(static () => new SocketsHttpHandler { UseCookies = false });
builder.Services.AddSingleton<Notes>();

var app = builder.Build();
app.UseForwardedHeaders(new() { ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedFor });
app.UseStaticFiles();
app.MapCardea();
app.MapRazorPages();
#endregion

await app.RunAsync();
