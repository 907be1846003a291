using Cardea.Server.Tests.Attempts;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>What holds on every store, on PostgreSQL.</summary>
public static class OnPostgreSql
{
    public sealed class AspNetUsersImportTests : AspNetUsersImportTests<PostgreSqlStore>;

    public sealed class CommandTests : CommandTests<PostgreSqlStore>;

    public sealed class ContractTests(SharedServer<PostgreSqlStore> shared) : ContractTests<PostgreSqlStore>(shared);

    public sealed class CrashTests : CrashTests<PostgreSqlStore>;

    public sealed class GuessingTests : GuessingTests<PostgreSqlStore>;

    public sealed class ImportTests : ImportTests<PostgreSqlStore>
    {
        protected override async Task AssertReplacedAsync(string email) => Assert.True(await Store.Cluster.AskAsync(
            $"SELECT password_hash LIKE '$argon2id$%' FROM cardea.users WHERE email = '{email}'", Store.Name));
    }

    public sealed class LoginTests(SharedServer<PostgreSqlStore> shared) : LoginTests<PostgreSqlStore>(shared);

    public sealed class NaughtyStringTests : NaughtyStringTests<PostgreSqlStore>;

    public sealed class RegistrationTests(SharedServer<PostgreSqlStore> shared) : RegistrationTests<PostgreSqlStore>(shared);

    public sealed class RotationTests(SharedServer<PostgreSqlStore> shared) : RotationTests<PostgreSqlStore>(shared);

    public sealed class SessionTests(SharedServer<PostgreSqlStore> shared) : SessionTests<PostgreSqlStore>(shared);
}
