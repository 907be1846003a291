using Cardea.Stores.Tests.Contract;

namespace Cardea.Stores.Tests.Sqlite;

/// <summary>The contract of the ports, kept by SQLite.</summary>
public static class SqliteContract
{
    public sealed class AccountTests : AccountTests<SqliteTestDatabase>;

    public sealed class ActorTests : ActorTests<SqliteTestDatabase>;

    public sealed class AttemptTests : AttemptTests<SqliteTestDatabase>;

    public sealed class GuessTests : GuessTests<SqliteTestDatabase>;

    public sealed class ChangeTests : ChangeTests<SqliteTestDatabase>;

    public sealed class CodeTests : CodeTests<SqliteTestDatabase>;

    public sealed class CodeByAddressTests : CodeByAddressTests<SqliteTestDatabase>;

    public sealed class CookieRotationTests : CookieRotationTests<SqliteTestDatabase>;

    public sealed class CreationTests : CreationTests<SqliteTestDatabase>;

    public sealed class DisownTests : DisownTests<SqliteTestDatabase>;

    public sealed class EndingTests : EndingTests<SqliteTestDatabase>;

    public sealed class ErasureTests : ErasureTests<SqliteTestDatabase>;

    public sealed class EventTests : EventTests<SqliteTestDatabase>;

    public sealed class HealingTests : HealingTests<SqliteTestDatabase>;

    public sealed class ImportTests : ImportTests<SqliteTestDatabase>;

    public sealed class InspectionTests : InspectionTests<SqliteTestDatabase>;

    public sealed class KeyTests : KeyTests<SqliteTestDatabase>;

    public sealed class LastAdministratorTests : LastAdministratorTests<SqliteTestDatabase>;

    public sealed class ListingTests : ListingTests<SqliteTestDatabase>;

    public sealed class LostAnswerTests : LostAnswerTests<SqliteTestDatabase>;

    // With ./test --full only: the rules are the same on PostgreSQL.
    [Trait("Run", "full")]
    public sealed class ModelTests : ModelTests<SqliteTestDatabase>;

    public sealed class OutboxTests : OutboxTests<SqliteTestDatabase>;

    public sealed class ProcessTests : ProcessTests<SqliteTestDatabase>;

    public sealed class RaceTests : RaceTests<SqliteTestDatabase>;

    public sealed class RecallTests : RecallTests<SqliteTestDatabase>;

    public sealed class RevocationFeedTests : RevocationFeedTests<SqliteTestDatabase>;

    public sealed class RotationTests : RotationTests<SqliteTestDatabase>;

    public sealed class SchemaTests : SchemaTests<SqliteTestDatabase>;

    public sealed class SweepTests : SweepTests<SqliteTestDatabase>;

    public sealed class ReauthenticationTests : ReauthenticationTests<SqliteTestDatabase>;

    public sealed class ProvedChangeTests : ProvedChangeTests<SqliteTestDatabase>;

    public sealed class MoveTests : MoveTests<SqliteTestDatabase>;

    public sealed class ReplayTests : ReplayTests<SqliteTestDatabase>;

    public sealed class ExternalLoginTests : ExternalLoginTests<SqliteTestDatabase>;

    public sealed class ProviderLogoutTests : ProviderLogoutTests<SqliteTestDatabase>;

    public sealed class EnrolmentCodeTests : EnrolmentCodeTests<SqliteTestDatabase>;

    public sealed class BreachTests : BreachTests<SqliteTestDatabase>;

    public sealed class EpochTests : EpochTests<SqliteTestDatabase>;

    public sealed class TrustTests : TrustTests<SqliteTestDatabase>;

    public sealed class TypedCodeTests : TypedCodeTests<SqliteTestDatabase>;

    public sealed class UndoTests : UndoTests<SqliteTestDatabase>;

    public sealed class UserPageTests : UserPageTests<SqliteTestDatabase>;

    public sealed class StatisticsTests : StatisticsTests<SqliteTestDatabase>;

    public sealed class InvitationTests : InvitationTests<SqliteTestDatabase>;

    public sealed class WriteBackTests : WriteBackTests<SqliteTestDatabase>;

    public sealed class RevocationLifeTests : RevocationLifeTests<SqliteTestDatabase>;

    public sealed class ReceiptTests : ReceiptTests<SqliteTestDatabase>;

    public sealed class KeyOperatorTests : KeyOperatorTests<SqliteTestDatabase>;

    public sealed class KeyTakeOverTests : KeyTakeOverTests<SqliteTestDatabase>;
}
