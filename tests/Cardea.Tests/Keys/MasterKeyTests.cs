using System.Security.Cryptography;
using Cardea.Keys;

namespace Cardea.Tests.Keys;

public sealed class MasterKeyTests
{
    private static readonly byte[] Material = RandomNumberGenerator.GetBytes(32);
    private static readonly MasterKey Key = new(Enumerable.Repeat((byte)7, MasterKey.Size).ToArray());

    [Fact]
    public void What_it_seals_it_opens() => Assert.Equal(Material, Key.Open(Sealed()));

    [Fact]
    public void Sealing_twice_gives_two_texts() =>
        Assert.NotEqual(Key.Seal("0", KeyPurpose.RefreshToken, Material), Key.Seal("0", KeyPurpose.RefreshToken, Material));

    [Fact]
    public void What_is_sealed_is_bound_to_its_id_and_purpose()
    {
        Assert.Throws<SetupException>(() => Key.Open(Sealed() with { Id = "1" }));
        Assert.Throws<SetupException>(() => Key.Open(Sealed() with { Purpose = KeyPurpose.AccessToken }));
    }

    [Fact]
    public void A_changed_bit_is_noticed()
    {
        var key = Sealed();
        for (var at = 0; at < key.SealedMaterial.Length; at++)
        {
            var damaged = key.SealedMaterial.ToArray();
            damaged[at] ^= 1;
            Assert.Throws<SetupException>(() => Key.Open(key with { SealedMaterial = damaged }));
        }
    }

    [Fact]
    public void A_truncated_text_is_noticed()
    {
        var key = Sealed();
        for (var length = 0; length < key.SealedMaterial.Length; length++)
        {
            Assert.Throws<SetupException>(() => Key.Open(key with { SealedMaterial = key.SealedMaterial[..length] }));
        }
    }

    [Fact]
    public void Another_master_key_does_not_open_it()
    {
        var other = MasterKey.Parse(MasterKey.Generate());

        Assert.Throws<SetupException>(() => other.Open(Sealed()));
    }

    [Fact]
    public void One_text_is_always_the_same_key()
    {
        var text = MasterKey.Generate();
        var key = Sealed(MasterKey.Parse(text));

        Assert.Equal(32, Convert.FromBase64String(text).Length);
        Assert.Equal(Material, MasterKey.Parse(text).Open(key));
        Assert.NotEqual(text, MasterKey.Generate());
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("________________________________________________")]
    public void What_is_not_32_bytes_in_base64_is_refused_with_the_fix(string text)
    {
        var exception = Assert.Throws<SetupException>(() => MasterKey.Parse(text));

        Assert.Contains("openssl rand -base64 32", exception.Message, StringComparison.Ordinal);
        Assert.True(text.Length == 0 || !exception.Message.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void It_never_shows_its_bytes() => Assert.Equal("master key", Key.ToString());

    private static StoredKey Sealed(MasterKey? key = null) => new(
        "0",
        KeyPurpose.RefreshToken,
        (key ?? Key).Seal("0", KeyPurpose.RefreshToken, Material),
        DateTimeOffset.UnixEpoch,
        DateTimeOffset.UnixEpoch,
        TimeSpan.FromDays(30));
}
