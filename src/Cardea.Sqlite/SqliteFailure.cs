using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Cardea.Sqlite;

/// <summary>Explains SQLite's result codes (https://www.sqlite.org/rescode.html).</summary>
internal static class SqliteFailure
{
    /// <summary>True if another connection holds the lock. The low byte of a result code is the primary code.</summary>
    public static bool IsBusy(int result) => (result & 0xFF) == SQLITE_BUSY;

    /// <summary>Says what is wrong with the database. <see langword="null"/> if our statement is wrong.</summary>
    public static string? Reason(SqliteException exception) => exception.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => "is locked by another process",
        SQLITE_FULL => "is on a disk that is full",
        SQLITE_READONLY or SQLITE_PERM => "can be read but not written",
        SQLITE_CANTOPEN or SQLITE_IOERR or SQLITE_PROTOCOL or SQLITE_NOLFS or SQLITE_NOMEM => "cannot be read or written",
        SQLITE_CORRUPT or SQLITE_NOTADB => "is damaged, or no SQLite database",
        _ => null,
    };

    /// <summary>Names the fix.</summary>
    public static string Fix(SqliteException exception) => exception.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => "stop the process that holds it",
        SQLITE_FULL => "make room",
        SQLITE_CORRUPT or SQLITE_NOTADB => "restore it from a backup, or point ConnectionStrings:Cardea at another file",
        _ => "let this user read and write the file and its directory, or point ConnectionStrings:Cardea at another one",
    };
}
