namespace Cardea.Server.Tests.Running;

/// <summary>A database of an app with ASP.NET Core Identity: the tables that EF Core makes for it, and its users.</summary>
internal sealed class AspNetUsersDatabase : IAsyncDisposable
{
    private readonly PostgreSqlStore _database = new();

    public string ConnectionString => _database.ConnectionString;

    /// <summary>Makes the tables, with ids of that type, in that schema, as SQL spells it. What nobody reads by is left out.</summary>
    public async Task CreateAsync(string idType = "text", string schema = "public", bool hasRoles = true)
    {
        await _database.CreateAsync();
        await ExecuteAsync(
            $"CREATE SCHEMA IF NOT EXISTS {schema}",
            $"""
            CREATE TABLE {schema}."AspNetUsers" (
                "Id" {idType} NOT NULL CONSTRAINT "PK_AspNetUsers" PRIMARY KEY,
                "UserName" character varying(256),
                "NormalizedUserName" character varying(256),
                "Email" character varying(256),
                "NormalizedEmail" character varying(256),
                "EmailConfirmed" boolean NOT NULL DEFAULT true,
                "PasswordHash" text,
                "SecurityStamp" text,
                "ConcurrencyStamp" text,
                "PhoneNumber" text,
                "PhoneNumberConfirmed" boolean NOT NULL DEFAULT false,
                "TwoFactorEnabled" boolean NOT NULL DEFAULT false,
                "LockoutEnd" timestamp with time zone,
                "LockoutEnabled" boolean NOT NULL DEFAULT true,
                "AccessFailedCount" integer NOT NULL DEFAULT 0)
            """,
            $"GRANT USAGE ON SCHEMA {schema} TO PUBLIC");
        if (hasRoles)
        {
            await ExecuteAsync(
                $"""
                CREATE TABLE {schema}."AspNetRoles" (
                    "Id" {idType} NOT NULL CONSTRAINT "PK_AspNetRoles" PRIMARY KEY,
                    "Name" character varying(256),
                    "NormalizedName" character varying(256),
                    "ConcurrencyStamp" text)
                """,
                $"""
                CREATE TABLE {schema}."AspNetUserRoles" (
                    "UserId" {idType} NOT NULL,
                    "RoleId" {idType} NOT NULL,
                    CONSTRAINT "PK_AspNetUserRoles" PRIMARY KEY ("UserId", "RoleId"))
                """);
        }

        await ExecuteAsync($"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO PUBLIC");
    }

    /// <summary>Makes the table of what users' authenticator apps were told.</summary>
    public Task CreateTokensAsync() => ExecuteAsync(
        """
        CREATE TABLE "AspNetUserTokens" (
            "UserId" text NOT NULL,
            "LoginProvider" text NOT NULL,
            "Name" text NOT NULL,
            "Value" text,
            CONSTRAINT "PK_AspNetUserTokens" PRIMARY KEY ("UserId", "LoginProvider", "Name"))
        """,
        "GRANT SELECT ON \"AspNetUserTokens\" TO PUBLIC");

    /// <summary>Makes the table of users' accounts at providers.</summary>
    public Task CreateLoginsAsync(string idType = "text") => ExecuteAsync(
        $"""
        CREATE TABLE "AspNetUserLogins" (
            "LoginProvider" text NOT NULL,
            "ProviderKey" text NOT NULL,
            "ProviderDisplayName" text,
            "UserId" {idType} NOT NULL,
            CONSTRAINT "PK_AspNetUserLogins" PRIMARY KEY ("LoginProvider", "ProviderKey"))
        """,
        "GRANT SELECT ON \"AspNetUserLogins\" TO PUBLIC");

    public Task ExecuteAsync(params string[] statements) => _database.ExecuteAsync(statements);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
