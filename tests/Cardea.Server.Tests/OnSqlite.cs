using Cardea.Server.Tests.Accounts;
using Cardea.Server.Tests.Administration;
using Cardea.Server.Tests.Attempts;
using Cardea.Server.Tests.Audiences;
using Cardea.Server.Tests.Contract;
using Cardea.Server.Tests.Cookies;
using Cardea.Server.Tests.External;
using Cardea.Server.Tests.Factors;
using Cardea.Server.Tests.Live;
using Cardea.Server.Tests.Pages;
using Cardea.Server.Tests.Running;

namespace Cardea.Server.Tests;

/// <summary>What holds on every store, on the embedded database.</summary>
public static class OnSqlite
{
    public sealed class AccountTokenTests(AudienceServer<SqliteStore> audience, PasskeyBrowser browser) : AccountTokenTests<SqliteStore>(audience, browser);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class AccountRaceTests(AccountNodes<SqliteStore> nodes, Administrator<SqliteStore> admin) : AccountRaceTests<SqliteStore>(nodes, admin);

    public sealed class AdministrationTests(SharedServer<SqliteStore> shared, Administrator<SqliteStore> admin) : AdministrationTests<SqliteStore>(shared, admin);

    public sealed class HeldBodyTests(SharedServer<SqliteStore> shared, Administrator<SqliteStore> admin) : HeldBodyTests<SqliteStore>(shared, admin);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class AspNetUsersImportTests : AspNetUsersImportTests<SqliteStore>;

    public sealed class AuthenticatorAppTests(SharedServer<SqliteStore> shared) : AuthenticatorAppTests<SqliteStore>(shared);

    public sealed class BreachedSignInTests : BreachedSignInTests<SqliteStore>;

    public sealed class CommandTests : CommandTests<SqliteStore>;

    public sealed class ClosedRegistrationTests : ClosedRegistrationTests<SqliteStore>;

    public sealed class InvitationTests : InvitationTests<SqliteStore>;

    public sealed class InvitedSignUpTests(PasskeyBrowser browser) : InvitedSignUpTests<SqliteStore>(browser);

    public sealed class RoleTests(SharedServer<SqliteStore> shared, Administrator<SqliteStore> admin) : RoleTests<SqliteStore>(shared, admin);

    public sealed class StatisticsTests(SharedServer<SqliteStore> shared, Administrator<SqliteStore> admin) : StatisticsTests<SqliteStore>(shared, admin);

    public sealed class ConfirmationTests(MailedServer<SqliteStore> shared, PasskeyBrowser browser) : ConfirmationTests<SqliteStore>(shared, browser);

    public sealed class CookieServerTests : CookieServerTests<SqliteStore>;

    public sealed class CookieModeTests(SharedServer<SqliteStore> shared) : CookieModeTests<SqliteStore>(shared);

    public sealed class ConsolePageTests(SharedServer<SqliteStore> shared, Administrator<SqliteStore> admin) : ConsolePageTests<SqliteStore>(shared, admin);

    public sealed class ExternalPageTests(ProviderServer<SqliteStore> providers) : ExternalPageTests<SqliteStore>(providers);

    public sealed class ExternalReturnPageTests(ProviderServer<SqliteStore> providers) : ExternalReturnPageTests<SqliteStore>(providers);

    public sealed class FactorPageTests(MailedServer<SqliteStore> shared, StrictServer<SqliteStore> strict) : FactorPageTests<SqliteStore>(shared, strict);

    public sealed class ProofPageTests(MailedServer<SqliteStore> shared) : ProofPageTests<SqliteStore>(shared);

    public sealed class RefusedPageTests(MailedServer<SqliteStore> shared) : RefusedPageTests<SqliteStore>(shared);

    public sealed class ShownUserPageTests(SharedServer<SqliteStore> shared, Administrator<SqliteStore> admin) : ShownUserPageTests<SqliteStore>(shared, admin);

    public sealed class StayPageTests(MailedServer<SqliteStore> shared, StrictServer<SqliteStore> strict) : StayPageTests<SqliteStore>(shared, strict);

    public sealed class FallbackPageTests(SharedServer<SqliteStore> shared) : FallbackPageTests<SqliteStore>(shared);

    public sealed class MailedPageTests(MailedServer<SqliteStore> shared) : MailedPageTests<SqliteStore>(shared);

    public sealed class PageTests(MailedServer<SqliteStore> shared) : PageTests<SqliteStore>(shared);

    public sealed class ReplayPageTests(SharedServer<SqliteStore> shared) : ReplayPageTests<SqliteStore>(shared);

    public sealed class ContractTests(SharedServer<SqliteStore> shared) : ContractTests<SqliteStore>(shared);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class CrashTests : CrashTests<SqliteStore>
    {
        [Fact]
        public async Task Told_to_stop_it_leaves_no_journal_behind()
        {
            await using var server = await Store.StartAsync();
            using var client = await server.NewClient().RegisterAsync();

            Assert.Equal(0, await server.TerminateAsync());
            Assert.False(File.Exists(Path.Combine(Store.Directory, "data/cardea.db-wal")));
        }
    }

    public sealed class DataTests(MailedServer<SqliteStore> shared) : DataTests<SqliteStore>(shared);

    public sealed class EnrolmentTests(StrictServer<SqliteStore> strict, PasskeyBrowser browser) : EnrolmentTests<SqliteStore>(strict, browser);

    public sealed class TrustedDeviceTests(StrictServer<SqliteStore> strict) : TrustedDeviceTests<SqliteStore>(strict);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class EmailTests(MailedServer<SqliteStore> shared) : EmailTests<SqliteStore>(shared);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class GeneratedRequestTests : GeneratedRequestTests<SqliteStore>;

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class GuessingTests : GuessingTests<SqliteStore>;

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class QuotaTests : QuotaTests<SqliteStore>;

    public sealed class KnownDeviceTests : KnownDeviceTests<SqliteStore>;

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class ImportTests : ImportTests<SqliteStore>;

    public sealed class ExternalSignInTests(ProviderServer<SqliteStore> providers) : ExternalSignInTests<SqliteStore>(providers);

    public sealed class ExternalTakeOverTests(ProviderServer<SqliteStore> providers) : ExternalTakeOverTests<SqliteStore>(providers);

    public sealed class ExternalLinkTests(ProviderServer<SqliteStore> providers, PasskeyBrowser browser) : ExternalLinkTests<SqliteStore>(providers, browser);

    public sealed class ProviderLogoutTests(ProviderServer<SqliteStore> providers) : ProviderLogoutTests<SqliteStore>(providers);

    public sealed class NativeSignInTests(ProviderServer<SqliteStore> providers) : NativeSignInTests<SqliteStore>(providers);

    public sealed class CookieSignInTests(ProviderServer<SqliteStore> providers) : CookieSignInTests<SqliteStore>(providers);

    public sealed class ProviderReauthenticationTests(ProviderServer<SqliteStore> providers) : ProviderReauthenticationTests<SqliteStore>(providers);

    public sealed class ExternalFaultTests(ProviderServer<SqliteStore> providers) : ExternalFaultTests<SqliteStore>(providers);

    public sealed class LastAdministratorTests : LastAdministratorTests<SqliteStore>;

    public sealed class LastingChangeTests(AudienceServer<SqliteStore> audience) : LastingChangeTests<SqliteStore>(audience);

    public sealed class LiveTests(SharedServer<SqliteStore> shared, Administrator<SqliteStore> admin) : LiveTests<SqliteStore>(shared, admin);

    public sealed class LinkTests(MailedServer<SqliteStore> shared, SharedServer<SqliteStore> withoutLinks) : LinkTests<SqliteStore>(shared, withoutLinks);

    public sealed class LoginTests(SharedServer<SqliteStore> shared) : LoginTests<SqliteStore>(shared);

    public sealed class LostFactorTests(MailedServer<SqliteStore> shared) : LostFactorTests<SqliteStore>(shared);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class NoticeLimitTests(MailedServer<SqliteStore> shared) : NoticeLimitTests<SqliteStore>(shared);

    public sealed class MailAllowanceTests(MailedServer<SqliteStore> shared) : MailAllowanceTests<SqliteStore>(shared);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class MailFaultTests : MailFaultTests<SqliteStore>;

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class NaughtyStringTests : NaughtyStringTests<SqliteStore>;

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class NoPasswordTests(MailedServer<SqliteStore> shared, SharedServer<SqliteStore> withoutLinks, PasskeyBrowser browser)
        : NoPasswordTests<SqliteStore>(shared, withoutLinks, browser);

    public sealed class PasskeySignInTests(SharedServer<SqliteStore> shared, PasskeyBrowser browser) : PasskeySignInTests<SqliteStore>(shared, browser);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class PasskeyTests(SharedServer<SqliteStore> shared, PasskeyBrowser browser) : PasskeyTests<SqliteStore>(shared, browser);

    public sealed class RecentAuthenticationTests : RecentAuthenticationTests<SqliteStore>;

    public sealed class RecoveryCodeTests(SharedServer<SqliteStore> shared) : RecoveryCodeTests<SqliteStore>(shared);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class ReauthenticationTests : ReauthenticationTests<SqliteStore>;

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class RecoveryTests(MailedServer<SqliteStore> shared) : RecoveryTests<SqliteStore>(shared);

    public sealed class RegistrationTests(SharedServer<SqliteStore> shared) : RegistrationTests<SqliteStore>(shared);

    public sealed class RotationTests(SharedServer<SqliteStore> shared) : RotationTests<SqliteStore>(shared);

    public sealed class SecondFactorTests(SharedServer<SqliteStore> shared) : SecondFactorTests<SqliteStore>(shared);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class SessionTests(SharedServer<SqliteStore> shared) : SessionTests<SqliteStore>(shared);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class SpellingTests(MailedServer<SqliteStore> shared) : SpellingTests<SqliteStore>(shared);

    public sealed class TakeOverTests(MailedServer<SqliteStore> shared, PasskeyBrowser browser) : TakeOverTests<SqliteStore>(shared, browser);

    public sealed class ToldTests(MailedServer<SqliteStore> shared) : ToldTests<SqliteStore>(shared);

    public sealed class UndoTests(MailedServer<SqliteStore> shared) : UndoTests<SqliteStore>(shared);

    // With ./test --full only: most of it is the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class UserCommandTests(SharedServer<SqliteStore> shared) : UserCommandTests<SqliteStore>(shared);
}
