using Cardea.BrowserApp;

// An app with a hub and Blazor circuits. The browser tests run it.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCardea().AddSqlite("Data Source=data/app.db");
builder.Services.AddSignalR();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddCardeaCircuits();

var app = builder.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapCardea();
app.MapHub<NamesHub>("/hub").RequireAuthorization().CloseWithSession();
var circuits = app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
if (app.Configuration.GetValue<bool>("CloseCircuits"))
{
    circuits.CloseWithSession();
}

await app.RunAsync();
