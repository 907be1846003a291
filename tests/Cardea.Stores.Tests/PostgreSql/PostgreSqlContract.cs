using Cardea.Stores.Tests.Contract;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>The contract of the ports, kept by PostgreSQL.</summary>
public static class PostgreSqlContract
{
    public sealed class AccountTests : AccountTests<PostgreSqlTestDatabase>;

    public sealed class ActorTests : ActorTests<PostgreSqlTestDatabase>;

    public sealed class AttemptTests : AttemptTests<PostgreSqlTestDatabase>;

    public sealed class GuessTests : GuessTests<PostgreSqlTestDatabase>;

    public sealed class ChangeTests : ChangeTests<PostgreSqlTestDatabase>;

    public sealed class CodeTests : CodeTests<PostgreSqlTestDatabase>;

    public sealed class CodeByAddressTests : CodeByAddressTests<PostgreSqlTestDatabase>;

    public sealed class CookieRotationTests : CookieRotationTests<PostgreSqlTestDatabase>;

    public sealed class CreationTests : CreationTests<PostgreSqlTestDatabase>;

    public sealed class DisownTests : DisownTests<PostgreSqlTestDatabase>;

    public sealed class EndingTests : EndingTests<PostgreSqlTestDatabase>;

    public sealed class ErasureTests : ErasureTests<PostgreSqlTestDatabase>;

    public sealed class EventTests : EventTests<PostgreSqlTestDatabase>;

    public sealed class HealingTests : HealingTests<PostgreSqlTestDatabase>;

    public sealed class ImportTests : ImportTests<PostgreSqlTestDatabase>;

    public sealed class InspectionTests : InspectionTests<PostgreSqlTestDatabase>;

    public sealed class KeyTests : KeyTests<PostgreSqlTestDatabase>;

    public sealed class LastAdministratorTests : LastAdministratorTests<PostgreSqlTestDatabase>;

    public sealed class ListingTests : ListingTests<PostgreSqlTestDatabase>;

    public sealed class LostAnswerTests : LostAnswerTests<PostgreSqlTestDatabase>;

    // A story takes longer here than in an embedded database.
    public sealed class ModelTests : ModelTests<PostgreSqlTestDatabase>
    {
        protected override int Stories => 100;
    }

    public sealed class ProcessTests : ProcessTests<EmptyPostgreSqlTestDatabase>;

    public sealed class RaceTests : RaceTests<PostgreSqlTestDatabase>;

    public sealed class RecallTests : RecallTests<PostgreSqlTestDatabase>;

    public sealed class RevocationFeedTests : RevocationFeedTests<PostgreSqlTestDatabase>;

    public sealed class RotationTests : RotationTests<PostgreSqlTestDatabase>;

    public sealed class SchemaTests : SchemaTests<EmptyPostgreSqlTestDatabase>;

    public sealed class SweepTests : SweepTests<PostgreSqlTestDatabase>;

    public sealed class OutboxTests : OutboxTests<PostgreSqlTestDatabase>;

    public sealed class ReauthenticationTests : ReauthenticationTests<PostgreSqlTestDatabase>;

    public sealed class ProvedChangeTests : ProvedChangeTests<PostgreSqlTestDatabase>;

    public sealed class MoveTests : MoveTests<PostgreSqlTestDatabase>;

    public sealed class ReplayTests : ReplayTests<PostgreSqlTestDatabase>;

    public sealed class ExternalLoginTests : ExternalLoginTests<PostgreSqlTestDatabase>;

    public sealed class ProviderLogoutTests : ProviderLogoutTests<PostgreSqlTestDatabase>;

    public sealed class EnrolmentCodeTests : EnrolmentCodeTests<PostgreSqlTestDatabase>;

    public sealed class BreachTests : BreachTests<PostgreSqlTestDatabase>;

    public sealed class EpochTests : EpochTests<PostgreSqlTestDatabase>;

    public sealed class TrustTests : TrustTests<PostgreSqlTestDatabase>;

    public sealed class TypedCodeTests : TypedCodeTests<PostgreSqlTestDatabase>;

    public sealed class UndoTests : UndoTests<PostgreSqlTestDatabase>;

    public sealed class UserPageTests : UserPageTests<PostgreSqlTestDatabase>;

    public sealed class StatisticsTests : StatisticsTests<PostgreSqlTestDatabase>;

    public sealed class InvitationTests : InvitationTests<PostgreSqlTestDatabase>;

    public sealed class WriteBackTests : WriteBackTests<PostgreSqlTestDatabase>;

    public sealed class RevocationLifeTests : RevocationLifeTests<PostgreSqlTestDatabase>;

    public sealed class ReceiptTests : ReceiptTests<PostgreSqlTestDatabase>;

    public sealed class KeyOperatorTests : KeyOperatorTests<PostgreSqlTestDatabase>;

    public sealed class KeyTakeOverTests : KeyTakeOverTests<PostgreSqlTestDatabase>;
}
