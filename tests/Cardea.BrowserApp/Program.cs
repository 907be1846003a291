using Cardea.BrowserApp;

// An app with a hub. The browser tests run it.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCardea();
builder.Services.AddCardeaSqlite("Data Source=data/app.db");
builder.Services.AddSignalR();

var app = builder.Build();
app.MapCardea();
app.MapHub<NamesHub>("/hub").RequireAuthorization().CloseWithSession();
await app.RunAsync();
