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

/// <summary>What holds on every store, on PostgreSQL.</summary>
public static class OnPostgreSql
{
    public sealed class AccountTokenTests(AudienceServer<PostgreSqlStore> audience, PasskeyBrowser browser) : AccountTokenTests<PostgreSqlStore>(audience, browser);

    public sealed class AccountRaceTests(AccountNodes<PostgreSqlStore> nodes, Administrator<PostgreSqlStore> admin) : AccountRaceTests<PostgreSqlStore>(nodes, admin);

    public sealed class AdministrationTests(SharedServer<PostgreSqlStore> shared, Administrator<PostgreSqlStore> admin) : AdministrationTests<PostgreSqlStore>(shared, admin);

    public sealed class HeldBodyTests(SharedServer<PostgreSqlStore> shared, Administrator<PostgreSqlStore> admin) : HeldBodyTests<PostgreSqlStore>(shared, admin);

    public sealed class AspNetUsersImportTests : AspNetUsersImportTests<PostgreSqlStore>;

    public sealed class AuthenticatorAppTests(SharedServer<PostgreSqlStore> shared) : AuthenticatorAppTests<PostgreSqlStore>(shared);

    public sealed class BreachedSignInTests : BreachedSignInTests<PostgreSqlStore>;

    public sealed class CommandTests : CommandTests<PostgreSqlStore>;

    public sealed class ClosedRegistrationTests : ClosedRegistrationTests<PostgreSqlStore>;

    public sealed class InvitationTests : InvitationTests<PostgreSqlStore>;

    public sealed class InvitedSignUpTests(PasskeyBrowser browser) : InvitedSignUpTests<PostgreSqlStore>(browser);

    public sealed class RoleTests(SharedServer<PostgreSqlStore> shared, Administrator<PostgreSqlStore> admin) : RoleTests<PostgreSqlStore>(shared, admin);

    public sealed class StatisticsTests(SharedServer<PostgreSqlStore> shared, Administrator<PostgreSqlStore> admin) : StatisticsTests<PostgreSqlStore>(shared, admin);

    public sealed class ConfirmationTests(MailedServer<PostgreSqlStore> shared, PasskeyBrowser browser) : ConfirmationTests<PostgreSqlStore>(shared, browser);

    public sealed class CookieServerTests : CookieServerTests<PostgreSqlStore>;

    public sealed class CookieModeTests(SharedServer<PostgreSqlStore> shared) : CookieModeTests<PostgreSqlStore>(shared);

    public sealed class ConsolePageTests(SharedServer<PostgreSqlStore> shared, Administrator<PostgreSqlStore> admin) : ConsolePageTests<PostgreSqlStore>(shared, admin);

    public sealed class ExternalPageTests(ProviderServer<PostgreSqlStore> providers) : ExternalPageTests<PostgreSqlStore>(providers);

    public sealed class ExternalReturnPageTests(ProviderServer<PostgreSqlStore> providers) : ExternalReturnPageTests<PostgreSqlStore>(providers);

    public sealed class FactorPageTests(MailedServer<PostgreSqlStore> shared, StrictServer<PostgreSqlStore> strict) : FactorPageTests<PostgreSqlStore>(shared, strict);

    public sealed class ProofPageTests(MailedServer<PostgreSqlStore> shared) : ProofPageTests<PostgreSqlStore>(shared);

    public sealed class RefusedPageTests(MailedServer<PostgreSqlStore> shared) : RefusedPageTests<PostgreSqlStore>(shared);

    public sealed class ShownUserPageTests(SharedServer<PostgreSqlStore> shared, Administrator<PostgreSqlStore> admin) : ShownUserPageTests<PostgreSqlStore>(shared, admin);

    public sealed class StayPageTests(MailedServer<PostgreSqlStore> shared, StrictServer<PostgreSqlStore> strict) : StayPageTests<PostgreSqlStore>(shared, strict);

    public sealed class FallbackPageTests(SharedServer<PostgreSqlStore> shared) : FallbackPageTests<PostgreSqlStore>(shared);

    public sealed class MailedPageTests(MailedServer<PostgreSqlStore> shared) : MailedPageTests<PostgreSqlStore>(shared);

    public sealed class PageTests(MailedServer<PostgreSqlStore> shared) : PageTests<PostgreSqlStore>(shared);

    public sealed class ReplayPageTests(SharedServer<PostgreSqlStore> shared) : ReplayPageTests<PostgreSqlStore>(shared);

    public sealed class ContractTests(SharedServer<PostgreSqlStore> shared) : ContractTests<PostgreSqlStore>(shared);

    public sealed class CrashTests : CrashTests<PostgreSqlStore>;

    public sealed class DataTests(MailedServer<PostgreSqlStore> shared) : DataTests<PostgreSqlStore>(shared)
    {
        [Fact]
        public async Task All_events_are_given_however_many_they_are()
        {
            using var owner = await Shared.NewClient().RegisterAsync();
            await Shared.Store.ExecuteAsync(
                $"INSERT INTO cardea.events (id, at, kind, user_id) SELECT gen_random_uuid(), now(), 0, '{await owner.IdAsync()}' FROM generate_series(1, 20000)");

            var data = await Answer.ExpectAsync(200, await owner.GetAsync("/auth/me/data"));

            Assert.Equal(20002, data["events"]!.AsArray().Select(static happened => (string)happened!["id"]!).Distinct().Count());
        }

        protected override async Task AssertForgottenAsync(PostgreSqlStore store, string email) => Assert.True(await store.Cluster.AskAsync(
            $"""
            SELECT NOT bool_or(query_to_xml(format('SELECT * FROM cardea.%I', table_name), false, true, '')::text LIKE '%{email}%')
            FROM information_schema.tables WHERE table_schema = 'cardea'
            """,
            store.Name));
    }

    public sealed class EnrolmentTests(StrictServer<PostgreSqlStore> strict, PasskeyBrowser browser) : EnrolmentTests<PostgreSqlStore>(strict, browser);

    public sealed class TrustedDeviceTests(StrictServer<PostgreSqlStore> strict) : TrustedDeviceTests<PostgreSqlStore>(strict);

    public sealed class EmailTests(MailedServer<PostgreSqlStore> shared) : EmailTests<PostgreSqlStore>(shared);

    public sealed class GeneratedRequestTests : GeneratedRequestTests<PostgreSqlStore>;

    public sealed class GuessingTests : GuessingTests<PostgreSqlStore>;

    public sealed class QuotaTests : QuotaTests<PostgreSqlStore>;

    public sealed class KnownDeviceTests : KnownDeviceTests<PostgreSqlStore>;

    public sealed class ImportTests : ImportTests<PostgreSqlStore>
    {
        protected override async Task AssertReplacedAsync(string email) => Assert.True(await Store.Cluster.AskAsync(
            $"SELECT password_hash LIKE '$argon2id$%' FROM cardea.users WHERE email = '{email}'", Store.Name));
    }

    public sealed class ExternalSignInTests(ProviderServer<PostgreSqlStore> providers) : ExternalSignInTests<PostgreSqlStore>(providers);

    public sealed class ExternalTakeOverTests(ProviderServer<PostgreSqlStore> providers) : ExternalTakeOverTests<PostgreSqlStore>(providers);

    public sealed class ExternalLinkTests(ProviderServer<PostgreSqlStore> providers, PasskeyBrowser browser) : ExternalLinkTests<PostgreSqlStore>(providers, browser);

    public sealed class ProviderLogoutTests(ProviderServer<PostgreSqlStore> providers) : ProviderLogoutTests<PostgreSqlStore>(providers);

    public sealed class NativeSignInTests(ProviderServer<PostgreSqlStore> providers) : NativeSignInTests<PostgreSqlStore>(providers);

    public sealed class CookieSignInTests(ProviderServer<PostgreSqlStore> providers) : CookieSignInTests<PostgreSqlStore>(providers);

    public sealed class ProviderReauthenticationTests(ProviderServer<PostgreSqlStore> providers) : ProviderReauthenticationTests<PostgreSqlStore>(providers);

    public sealed class ExternalFaultTests(ProviderServer<PostgreSqlStore> providers) : ExternalFaultTests<PostgreSqlStore>(providers);

    public sealed class LastAdministratorTests : LastAdministratorTests<PostgreSqlStore>;

    public sealed class LastingChangeTests(AudienceServer<PostgreSqlStore> audience) : LastingChangeTests<PostgreSqlStore>(audience);

    public sealed class LiveTests(SharedServer<PostgreSqlStore> shared, Administrator<PostgreSqlStore> admin) : LiveTests<PostgreSqlStore>(shared, admin);

    public sealed class LinkTests(MailedServer<PostgreSqlStore> shared, SharedServer<PostgreSqlStore> withoutLinks) : LinkTests<PostgreSqlStore>(shared, withoutLinks);

    public sealed class LoginTests(SharedServer<PostgreSqlStore> shared) : LoginTests<PostgreSqlStore>(shared);

    public sealed class LostFactorTests(MailedServer<PostgreSqlStore> shared) : LostFactorTests<PostgreSqlStore>(shared);

    public sealed class NoticeLimitTests(MailedServer<PostgreSqlStore> shared) : NoticeLimitTests<PostgreSqlStore>(shared);

    public sealed class MailAllowanceTests(MailedServer<PostgreSqlStore> shared) : MailAllowanceTests<PostgreSqlStore>(shared);

    public sealed class MailFaultTests : MailFaultTests<PostgreSqlStore>;

    // With ./test --full only: it registers under hundreds of names, for minutes.
    [Trait("Run", "full")]
    public sealed class NaughtyStringTests : NaughtyStringTests<PostgreSqlStore>;

    public sealed class NoPasswordTests(MailedServer<PostgreSqlStore> shared, SharedServer<PostgreSqlStore> withoutLinks, PasskeyBrowser browser)
        : NoPasswordTests<PostgreSqlStore>(shared, withoutLinks, browser);

    public sealed class PasskeySignInTests(SharedServer<PostgreSqlStore> shared, PasskeyBrowser browser) : PasskeySignInTests<PostgreSqlStore>(shared, browser);

    public sealed class PasskeyTests(SharedServer<PostgreSqlStore> shared, PasskeyBrowser browser) : PasskeyTests<PostgreSqlStore>(shared, browser);

    public sealed class RecentAuthenticationTests : RecentAuthenticationTests<PostgreSqlStore>;

    public sealed class RecoveryCodeTests(SharedServer<PostgreSqlStore> shared) : RecoveryCodeTests<PostgreSqlStore>(shared);

    public sealed class ReauthenticationTests : ReauthenticationTests<PostgreSqlStore>;

    public sealed class RecoveryTests(MailedServer<PostgreSqlStore> shared) : RecoveryTests<PostgreSqlStore>(shared);

    public sealed class RegistrationTests(SharedServer<PostgreSqlStore> shared) : RegistrationTests<PostgreSqlStore>(shared);

    public sealed class RotationTests(SharedServer<PostgreSqlStore> shared) : RotationTests<PostgreSqlStore>(shared);

    public sealed class SecondFactorTests(SharedServer<PostgreSqlStore> shared) : SecondFactorTests<PostgreSqlStore>(shared)
    {
        [Fact]
        public async Task A_password_of_long_ago_is_no_first_step()
        {
            using var client = await Shared.NewClient().RegisterAsync();
            var (_, codes) = await AuthenticatorApp.AddAsync(client);
            var step = await FirstStep.ShowPasswordAsync(client);
            await Shared.Store.ExecuteAsync($"UPDATE cardea.codes SET expires_at = now() - interval '1 second' WHERE user_id = '{await client.IdAsync()}'");

            await Answer.ExpectProblemAsync(401, "invalid_mfa_token", await step.TryAsync(codes[0]));
        }
    }

    public sealed class SessionTests(SharedServer<PostgreSqlStore> shared) : SessionTests<PostgreSqlStore>(shared);

    public sealed class SpellingTests(MailedServer<PostgreSqlStore> shared) : SpellingTests<PostgreSqlStore>(shared);

    public sealed class TakeOverTests(MailedServer<PostgreSqlStore> shared, PasskeyBrowser browser) : TakeOverTests<PostgreSqlStore>(shared, browser);

    public sealed class ToldTests(MailedServer<PostgreSqlStore> shared) : ToldTests<PostgreSqlStore>(shared);

    public sealed class UndoTests(MailedServer<PostgreSqlStore> shared) : UndoTests<PostgreSqlStore>(shared)
    {
        [Fact]
        public async Task The_sweep_of_the_command_line_deletes_an_account_whose_deletion_is_due()
        {
            using var owner = await Shared.RegisterVerifiedAsync();
            var address = AuthClient.NewEmail();
            await MoveAsync(owner, owner.Email, address);
            await Answer.ExpectAsync(204, await owner.DeleteAccountAsync());
            await Shared.RunAsync("sweep");
            Assert.True(await IsStoredAsync(address));

            // As if seven days had passed.
            await Shared.Store.ExecuteAsync(
                $"UPDATE cardea.codes SET expires_at = now() - interval '1 day' WHERE purpose = 10 AND user_id = (SELECT id FROM cardea.users WHERE email = '{address}')");
            await Shared.RunAsync("sweep");

            Assert.False(await IsStoredAsync(address));
            await Shared.Mail.NextAsync(address, MailSubject.AccountDeleted);
        }

        private Task<bool> IsStoredAsync(string address) =>
            Shared.Store.Cluster.AskAsync($"SELECT EXISTS (SELECT FROM cardea.users WHERE email = '{address}')", Shared.Store.Name);
    }

    public sealed class UserCommandTests(SharedServer<PostgreSqlStore> shared) : UserCommandTests<PostgreSqlStore>(shared);
}
