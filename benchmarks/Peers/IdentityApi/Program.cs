using IdentityApi;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

// MapIdentityApi as it comes: its refresh reads the user and writes nothing.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContextPool<IdentityDatabase>(options => options.UseNpgsql(builder.Configuration.GetConnectionString("Database")));
builder.Services.AddAuthorization();
builder.Services.AddIdentityApiEndpoints<IdentityUser>(static identity => identity.Password = new() { RequireDigit = false, RequireNonAlphanumeric = false, RequireUppercase = false })
    .AddEntityFrameworkStores<IdentityDatabase>();
var app = builder.Build();
using (var scope = app.Services.CreateScope())
{
    await scope.ServiceProvider.GetRequiredService<IdentityDatabase>().Database.EnsureCreatedAsync();
}

app.MapIdentityApi<IdentityUser>();
await app.RunAsync();

namespace IdentityApi
{
    internal sealed class IdentityDatabase(DbContextOptions<IdentityDatabase> options) : IdentityDbContext<IdentityUser>(options);
}
