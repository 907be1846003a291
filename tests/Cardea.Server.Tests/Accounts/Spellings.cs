namespace Cardea.Server.Tests.Accounts;

/// <summary>Addresses that look alike; <c>{0}</c> stands for a number.</summary>
public static class Spellings
{
    public const string Owner = "josé.kirk.{0}@bücher.example";

    /// <summary>How to spell another way the address of the owner.</summary>
    public static TheoryData<string> Same { get; } =
    [
        "JOSÉ.KIRK.{0}@BÜCHER.EXAMPLE", "  josé.kirk.{0}@bücher.example \t", "jose\u0301.kirk.{0}@bu\u0308cher.example", "JOSE\u0301.kirk.{0}@xn--bcher-kva.example",
        "josé.\u212Air\u212A.{0}@bücher.example", "josé.kirk.{0}@bücher\u3002example", "josé.kirk.{0}@\uFF42ücher.example",
    ];

    /// <summary>What looks like it, and is no address.</summary>
    public static TheoryData<string> Refused { get; } =
    [
        "josé.\uFF4Birk.{0}@bücher.example", "josé.ki\u200Brk.{0}@bücher.example", "josé.kirk.{0}\u00AD@bücher.example", "josé.kirk.{0}@bücher.example\u0000",
        "josé.kirk.{0}@@bücher.example", "josé..kirk.{0}@bücher.example", "josé\u2024kirk.{0}@bücher.example", "\"josé.kirk.{0}\"@bücher.example", "josé.kirk.{0}@bücher.example,a@example.org",
        "josé.kirk.{0}\uFF20bücher.example",
    ];

    /// <summary>What looks like it, and is another address.</summary>
    public static TheoryData<string> Other { get; } =
    [
        "josé.k\u0131rk.{0}@bücher.example", "josé.k\u0456rk.{0}@bücher.example", "jose.kirk.{0}@bücher.example", "josé.kirk.{0}@bucher.example", "josé.kirk.{0}+a@bücher.example",
    ];
}
