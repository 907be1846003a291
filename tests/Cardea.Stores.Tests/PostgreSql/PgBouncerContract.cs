using Cardea.Stores.Tests.Contract;

namespace Cardea.Stores.Tests.PostgreSql;

/// <summary>The contract of the ports, kept by PostgreSQL behind a PgBouncer that nobody has set up for Cardea.</summary>
public static class PgBouncerContract
{
    public sealed class AccountTests : AccountTests<PgBouncerTestDatabase>;

    public sealed class AttemptTests : AttemptTests<PgBouncerTestDatabase>;

    public sealed class ChangeTests : ChangeTests<PgBouncerTestDatabase>;

    public sealed class CodeTests : CodeTests<PgBouncerTestDatabase>;

    public sealed class CreationTests : CreationTests<PgBouncerTestDatabase>;

    public sealed class EndingTests : EndingTests<PgBouncerTestDatabase>;

    public sealed class ErasureTests : ErasureTests<PgBouncerTestDatabase>;

    public sealed class ImportTests : ImportTests<PgBouncerTestDatabase>;

    public sealed class KeyTests : KeyTests<PgBouncerTestDatabase>;

    public sealed class LostAnswerTests : LostAnswerTests<PgBouncerTestDatabase>;

    public sealed class RaceTests : RaceTests<PgBouncerTestDatabase>;

    public sealed class RevocationFeedTests : RevocationFeedTests<PgBouncerTestDatabase>;

    public sealed class RotationTests : RotationTests<PgBouncerTestDatabase>;

    public sealed class SweepTests : SweepTests<PgBouncerTestDatabase>;

    public sealed class ReauthenticationTests : ReauthenticationTests<PgBouncerTestDatabase>;

    public sealed class ProvedChangeTests : ProvedChangeTests<PgBouncerTestDatabase>;

    public sealed class ReplayTests : ReplayTests<PgBouncerTestDatabase>;

    public sealed class EpochTests : EpochTests<PgBouncerTestDatabase>;

    public sealed class WriteBackTests : WriteBackTests<PgBouncerTestDatabase>;
}
