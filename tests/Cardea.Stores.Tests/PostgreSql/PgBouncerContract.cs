using Cardea.Stores.Tests.Contract;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>
/// The contract of the ports, kept by PostgreSQL behind a PgBouncer that nobody has set up for Cardea. The statements are those
/// of <see cref="PostgreSqlContract"/>, so most of it runs with <c>./test --full</c> only.
/// </summary>
public static class PgBouncerContract
{
    [Trait("Run", "full")]
    public sealed class AccountTests : AccountTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class ActorTests : ActorTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class KeyOperatorTests : KeyOperatorTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class LastAdministratorTests : LastAdministratorTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class AttemptTests : AttemptTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class GuessTests : GuessTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class ChangeTests : ChangeTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class CodeTests : CodeTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class CodeByAddressTests : CodeByAddressTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class CreationTests : CreationTests<PgBouncerTestDatabase>;

    public sealed class DisownTests : DisownTests<PgBouncerTestDatabase>;

    public sealed class EndingTests : EndingTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class ErasureTests : ErasureTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class ImportTests : ImportTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class KeyTests : KeyTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class LostAnswerTests : LostAnswerTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class RaceTests : RaceTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class RevocationFeedTests : RevocationFeedTests<PgBouncerTestDatabase>;

    public sealed class RotationTests : RotationTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class SweepTests : SweepTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class ReauthenticationTests : ReauthenticationTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class ProvedChangeTests : ProvedChangeTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class ReplayTests : ReplayTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class EnrolmentCodeTests : EnrolmentCodeTests<PgBouncerTestDatabase>;

    public sealed class EpochTests : EpochTests<PgBouncerTestDatabase>;

    [Trait("Run", "full")]
    public sealed class TrustTests : TrustTests<PgBouncerTestDatabase>;

    public sealed class TypedCodeTests : TypedCodeTests<PgBouncerTestDatabase>;

    public sealed class UndoTests : UndoTests<PgBouncerTestDatabase>;

    public sealed class UserPageTests : UserPageTests<PgBouncerTestDatabase>;

    public sealed class StatisticsTests : StatisticsTests<PgBouncerTestDatabase>;

    public sealed class InvitationTests : InvitationTests<PgBouncerTestDatabase>;

    public sealed class WriteBackTests : WriteBackTests<PgBouncerTestDatabase>;
}
