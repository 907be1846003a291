using Cardea.Server.Tests.Accounts;
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

    public sealed class DataTests(MailedServer<PostgreSqlStore> shared) : DataTests<PostgreSqlStore>(shared)
    {
        protected override async Task AssertForgottenAsync(PostgreSqlStore store, string email) => Assert.True(await store.Cluster.AskAsync(
            $"""
            SELECT NOT bool_or(query_to_xml(format('SELECT * FROM cardea.%I', table_name), false, true, '')::text LIKE '%{email}%')
            FROM information_schema.tables WHERE table_schema = 'cardea'
            """,
            store.Name));
    }

    public sealed class EmailTests(MailedServer<PostgreSqlStore> shared) : EmailTests<PostgreSqlStore>(shared);

    public sealed class GuessingTests : GuessingTests<PostgreSqlStore>;

    public sealed class ImportTests : ImportTests<PostgreSqlStore>
    {
        protected override async Task AssertReplacedAsync(string email) => Assert.True(await Store.Cluster.AskAsync(
            $"SELECT password_hash LIKE '$argon2id$%' FROM cardea.users WHERE email = '{email}'", Store.Name));
    }

    public sealed class LinkTests(MailedServer<PostgreSqlStore> shared, SharedServer<PostgreSqlStore> withoutLinks) : LinkTests<PostgreSqlStore>(shared, withoutLinks);

    public sealed class LoginTests(SharedServer<PostgreSqlStore> shared) : LoginTests<PostgreSqlStore>(shared);

    public sealed class MailFaultTests : MailFaultTests<PostgreSqlStore>;

    public sealed class NaughtyStringTests : NaughtyStringTests<PostgreSqlStore>;

    public sealed class RecoveryTests(MailedServer<PostgreSqlStore> shared) : RecoveryTests<PostgreSqlStore>(shared);

    public sealed class RegistrationTests(SharedServer<PostgreSqlStore> shared) : RegistrationTests<PostgreSqlStore>(shared);

    public sealed class RotationTests(SharedServer<PostgreSqlStore> shared) : RotationTests<PostgreSqlStore>(shared);

    public sealed class SessionTests(SharedServer<PostgreSqlStore> shared) : SessionTests<PostgreSqlStore>(shared);

    public sealed class SpellingTests(MailedServer<PostgreSqlStore> shared) : SpellingTests<PostgreSqlStore>(shared);

    public sealed class ToldTests(MailedServer<PostgreSqlStore> shared) : ToldTests<PostgreSqlStore>(shared);
}
