using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Text;
using Cardea.Accounts;
using Cardea.AspNetCore.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Cardea.Tests.Passwords;

public sealed class LegacyHashTests : IDisposable
{
    private const string Password = "correct horse battery staple";

    // Made by the libraries: of Identity with its default and the weaker algorithms, of bcrypt with the least cost.
    private const string Version2 = "ABgmnNu8MSWyexoAIhOBM6XQJnGrOGJgQAvbGSzOQm8lGEi0/oVcIytfShncBYbqAg==";
    private const string Version3 = "AQAAAAIAAYagAAAAEJRLNoD/mFUpNGOTT79ckFqL8EiYQG1A/SnO+Tcyk72Kb6nVlUpwcHlelaTyV/q0Uw==";
    private const string Version3OfSha1 = "AQAAAAAAACcQAAAAEEPRNBRRL5SJa2FelCGDQ+0yuOGPH8SDEFSKLQga5u1b7hzQ/sx0J+trMOfyYt8veQ==";
    private const string Version3OfSha256 = "AQAAAAEAACcQAAAAEOBNPMiBJh2XS85RZLtAgz2+T9kRkqtKTyIxb8Iwc6zIPTkCGJOVOVAUbuw6BT5ALQ==";
    private const string Version3OfSha512 = "AQAAAAIAACcQAAAAELUd7aJgPMxfNJYckJziWG8xZ4tus1ojVFVWfW/QA2SYfMwqAZYrXdtBG6PB9XDesA==";
    private const string Bcrypt2A = "$2a$04$ytNPtbpyLC88A8zcJT4jOeEXzwuAm6MFgUvowon5Gm.kHO30C20oq";
    private const string Bcrypt2B = "$2b$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a";
    private const string Bcrypt2Y = "$2y$04$DzRJOrnf1y00eDL6zz1c0O1EsdDx5ix3wJmm67c/Lj5Qiw9.0pkju";

    // Of "café crème brûlée", composed and decomposed.
    private const string Composed = "$2b$04$HBDEAvJwbffm/BhOPiC.v.ZST3TyeEt4nDSmvZO6XimKK.RpoAzeK";
    private const string Decomposed = "$2b$04$WBM4CnblIxPsj07iRtxAje/ukDTGAl7/9UenweztcVvmXhJLUMu5.";
    private const string DecomposedVersion3 = "AQAAAAIAAAPoAAAAEGnbvf+EIUxBZexWsokTOS7kGtVI7u3oMsob0B363sCym3GJOtyzw8wYS63QSSLwXg==";

    // Of 72 times an x.
    private const string Longest = "$2b$04$0b1ZhOxmoVw6ejPI3tIg3e1Uq3GwPpTKn4jwjHrerQADW46FqqbTi";

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Argon2idPasswordHasher<CardeaUser> _hasher;

    public LegacyHashTests() => _hasher = new(
        new() { Passwords = { MemoryKiB = 64, Iterations = 1 } }, _services.GetRequiredService<IMeterFactory>(), TimeProvider.System);

    public static TheoryData<string> Hashes { get; } =
        [Version2, Version3, Version3OfSha1, Version3OfSha256, Version3OfSha512, Bcrypt2A, Bcrypt2B, Bcrypt2Y];

    public void Dispose() => _services.Dispose();

    [Theory]
    [MemberData(nameof(Hashes))]
    public void The_right_password_is_verified_and_asks_for_a_new_hash(string hash)
    {
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify(hash, Password));
        foreach (var wrong in (string[])["", Password + " ", Password[..^1], Password.ToUpperInvariant()])
        {
            Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, wrong));
        }
    }

    [Fact]
    public void Hashes_that_Identity_makes_now_are_verified()
    {
        var hash = new PasswordHasher<CardeaUser>().HashPassword(new(), Password);

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify(hash, Password));
    }

    [Fact]
    public void A_vector_of_another_implementation_is_verified() =>
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify("$2a$10$WvvTPHKwdBJ3uk0Z37EMR.hLA2W6N9AEBhEgrAOljy2Ae5MtaSIUi", "abc"));

    [Fact]
    public void A_password_is_compared_as_it_was_typed()
    {
        var (composed, decomposed) = ("caf\u00E9 cr\u00E8me br\u00FBl\u00E9e", "cafe\u0301 cre\u0300me bru\u0302le\u0301e");

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify(Composed, composed));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(Composed, decomposed));
        foreach (var hash in (string[])[Decomposed, DecomposedVersion3])
        {
            Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify(hash, decomposed));
            Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, composed));
        }
    }

    [Fact]
    public void Bcrypt_looks_at_72_bytes()
    {
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify(Longest, new('x', 72)));
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify(Longest, new('x', 1024)));
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, Verify(Longest, new string('x', 72) + "y"));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(Longest, new('x', 71)));
    }

    [Fact]
    public void A_password_that_no_account_can_have_anew_keeps_its_hash()
    {
        foreach (var password in (string[])[new('x', PasswordRules.MaximumBytes + 1), new('x', PasswordText.MaximumCharacters)])
        {
            Assert.Equal(PasswordVerificationResult.Success, Verify(Longest, password));
        }

        Assert.Equal(PasswordVerificationResult.Failed, Verify(Longest, new('x', PasswordText.MaximumCharacters + 1)));
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Half_a_character_is_no_password(string hash) =>
        Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, "half a character \uD83D"));

    [Theory]
    [InlineData("$2b$04$")]
    [InlineData("$2b$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9")]
    [InlineData("$2b$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9aa")]
    [InlineData("$2b$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a\n")]
    [InlineData(" $2b$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$2b$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9=")]
    [InlineData("$2b$4$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$2b$+4$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$2b$\u0660\u0664$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$2$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$2x$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$3b$04$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$2b$03$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$2b$17$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$2b$31$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("$2b$99$Yx72kOfbmjnjlBbq6r74menBCQJal4PwG3xZW7Hk01shlwBMhsE9a")]
    [InlineData("AA==")]
    [InlineData("AQ==")]
    [InlineData("AQAAAAIAAYagAAAAEA==")]
    [InlineData("ABgmnNu8MSWyexoAIhOBM6XQJnGrOGJgQAvbGSzOQm8lGEi0/oVcIytfShncBYbq")]
    [InlineData("ABgmnNu8MSWyexoAIhOBM6XQJnGrOGJgQAvbGSzOQm8lGEi0/oVcIytfShncBYbqAg")]
    [InlineData("ABgmnNu8MSWyexoAIhOBM6XQJnGrOGJgQAvbGSzOQm8lGEi0_oVcIytfShncBYbqAg==")]
    [InlineData("AQAAAAIAAYagAAAAEJRLNoD/mFUpNGOTT79ckFqL8EiYQG1A/SnO+Tcyk72Kb6nVlUpwcHlelaTyV/q0U===")]
    public void What_is_malformed_or_would_take_hours_is_no_such_hash(string hash)
    {
        Assert.False(LegacyHash.IsOne(hash));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, Password));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, uint.MaxValue)]
    [InlineData(5, 0)]
    [InlineData(5, LegacyHash.HighestPbkdf2Iterations + 1)]
    [InlineData(5, int.MaxValue)]
    [InlineData(5, uint.MaxValue)]
    [InlineData(9, 0)]
    [InlineData(9, 15)]
    [InlineData(9, 17)]
    [InlineData(9, int.MaxValue)]
    [InlineData(9, uint.MaxValue)]
    public void A_header_that_Identity_cannot_have_written_is_not_believed(int at, uint value)
    {
        var bytes = Convert.FromBase64String(Version3OfSha512);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);
        var hash = Convert.ToBase64String(bytes);

        Assert.False(LegacyHash.IsOne(hash));
        Assert.Equal(PasswordVerificationResult.Failed, Verify(hash, Password));
    }

    [Fact]
    public void The_most_work_that_is_believed_is_read()
    {
        var bytes = Convert.FromBase64String(Version3OfSha512);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(5), LegacyHash.HighestPbkdf2Iterations);

        Assert.True(LegacyHash.IsOne(Convert.ToBase64String(bytes)));
        Assert.True(LegacyHash.IsOne($"$2b${LegacyHash.HighestBcryptCost}{Bcrypt2B[6..]}"));
    }

    [Fact]
    public void A_hash_of_any_other_version_or_length_is_none()
    {
        var bytes = Convert.FromBase64String(Version3OfSha512);
        for (var version = 2; version <= byte.MaxValue; version++)
        {
            bytes[0] = (byte)version;
            Assert.False(LegacyHash.IsOne(Convert.ToBase64String(bytes)));
        }

        for (var size = 0; size <= 200; size++)
        {
            var longer = new byte[size];
            Convert.FromBase64String(Version3OfSha512).AsSpan(0, Math.Min(size, 61)).CopyTo(longer);
            Assert.Equal(size == 61, LegacyHash.IsOne(Convert.ToBase64String(longer)));
        }
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void No_other_character_will_do_and_none_throws(string hash)
    {
        // Those of a costly header are left out; the two last bits of a character at the end carry nothing.
        for (var at = 12; at < hash.Length - 4; at += 5)
        {
            foreach (var character in "$=!\0\u0661 \n")
            {
                Assert.Equal(PasswordVerificationResult.Failed, Verify(new StringBuilder(hash) { [at] = character }.ToString(), Password));
            }
        }
    }

    private PasswordVerificationResult Verify(string hash, string password) => _hasher.VerifyHashedPassword(new(), hash, password);
}
