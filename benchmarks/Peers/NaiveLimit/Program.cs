using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using NaiveLimit;
using Npgsql;

// The floor under every refresh that is one statement and one signature. No product: its token can be guessed, a replay is
// not noticed, and nobody asks whether the user may still sign in.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, LimitJson.Default));
var app = builder.Build();

await using var database = NpgsqlDataSource.Create($"{builder.Configuration.GetConnectionString("Database")};Max Auto Prepare=10;Auto Prepare Min Usages=1;No Reset On Close=true");
await using (var create = database.CreateCommand("CREATE TABLE IF NOT EXISTS sessions (id uuid PRIMARY KEY, generation integer NOT NULL, user_id text NOT NULL) WITH (fillfactor = 80)"))
{
    await create.ExecuteNonQueryAsync();
}

using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
var header = Base64Url.EncodeToString("""{"alg":"ES256","typ":"at+jwt","kid":"1"}"""u8);

app.MapPost("/auth/register", async () =>
{
    var id = Guid.CreateVersion7();
    await using var insert = database.CreateCommand("INSERT INTO sessions (id, generation, user_id) VALUES ($1, 0, 'user')");
    insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
    await insert.ExecuteNonQueryAsync();
    return Answer(id, 0, "user");
});

app.MapPost("/auth/refresh-token", async (RefreshRequest request) =>
{
    var (id, generation) = (Guid.Parse(request.RefreshToken.AsSpan(0, 36)), int.Parse(request.RefreshToken.AsSpan(37), provider: null));
    await using var update = database.CreateCommand("UPDATE sessions SET generation = generation + 1 WHERE id = $1 AND generation = $2 RETURNING user_id");
    update.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
    update.Parameters.Add(new NpgsqlParameter<int> { TypedValue = generation });
    return await update.ExecuteScalarAsync() is string user ? Results.Ok(Answer(id, generation + 1, user)) : Results.Unauthorized();
});

await app.RunAsync();

TokenResponse Answer(Guid session, int generation, string user)
{
    var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
    var payload = $$"""{"iss":"http://localhost","aud":"http://localhost","sub":"{{user}}","sid":"{{session}}","jti":"{{session}}.{{generation}}","iat":{{now}},"exp":{{now + 600}}}""";
    var signed = $"{header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
    return new("Bearer", $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256))}", 600, $"{session}.{generation}");
}

namespace NaiveLimit
{
    internal sealed record RefreshRequest(string RefreshToken);

    internal sealed record TokenResponse(string TokenType, string AccessToken, int ExpiresIn, string RefreshToken);

    [JsonSerializable(typeof(RefreshRequest))]
    [JsonSerializable(typeof(TokenResponse))]
    [JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
    internal sealed partial class LimitJson : JsonSerializerContext;
}
