using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tutorial;

// What is copied from the tutorials: the token is a row, found with its user, removed, and another one inserted.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContextPool<TutorialDatabase>(options => options.UseNpgsql(builder.Configuration.GetConnectionString("Database")));
var app = builder.Build();
using (var scope = app.Services.CreateScope())
{
    await scope.ServiceProvider.GetRequiredService<TutorialDatabase>().Database.EnsureCreatedAsync();
}

using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
SigningCredentials credentials = new(new ECDsaSecurityKey(curve) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha256);
JsonWebTokenHandler tokens = new();

app.MapPost("/auth/register", async (TutorialDatabase database) =>
{
    var user = database.Users.Add(new() { Email = $"{Guid.NewGuid()}@example.org" }).Entity;
    var token = database.RefreshTokens.Add(Next(user)).Entity;
    await database.SaveChangesAsync();
    return Answer(user, token);
});

app.MapPost("/auth/refresh-token", async (RefreshRequest request, TutorialDatabase database) =>
{
    var token = await database.RefreshTokens.Include(token => token.User).SingleOrDefaultAsync(token => token.Token == request.RefreshToken);
    if (token is null || token.ExpiresAt < DateTime.UtcNow)
    {
        return Results.Unauthorized();
    }

    var next = Next(token.User);
    database.RefreshTokens.Remove(token);
    database.RefreshTokens.Add(next);
    await database.SaveChangesAsync();
    return Results.Ok(Answer(token.User, next));
});

await app.RunAsync();

static StoredToken Next(User user) =>
    new() { Token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)), User = user, ExpiresAt = DateTime.UtcNow.AddDays(30) };

TokenResponse Answer(User user, StoredToken token) => new(
    "Bearer",
    tokens.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "http://localhost",
        Audience = "http://localhost",
        Subject = new ClaimsIdentity([new("sub", $"{user.Id}"), new("email", user.Email)]),
        Expires = DateTime.UtcNow.AddMinutes(10),
        SigningCredentials = credentials,
    }),
    600,
    token.Token);

namespace Tutorial
{
    internal sealed record RefreshRequest(string RefreshToken);

    internal sealed record TokenResponse(string TokenType, string AccessToken, int ExpiresIn, string RefreshToken);

    internal sealed class User
    {
        public int Id { get; set; }

        public required string Email { get; set; }
    }

    internal sealed class StoredToken
    {
        public int Id { get; set; }

        public required string Token { get; set; }

        public required User User { get; set; }

        public DateTime ExpiresAt { get; set; }
    }

    internal sealed class TutorialDatabase(DbContextOptions<TutorialDatabase> options) : DbContext(options)
    {
        public DbSet<User> Users => Set<User>();

        public DbSet<StoredToken> RefreshTokens => Set<StoredToken>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) =>
            modelBuilder.Entity<StoredToken>().HasIndex(token => token.Token).IsUnique();
    }
}
