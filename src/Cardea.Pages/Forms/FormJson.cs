using System.Buffers;
using System.Text.Json;

namespace Cardea.Pages.Forms;

/// <summary>The JSON of an operation, from the fields of a form. A field and its member have one name.</summary>
/// <param name="form">The form.</param>
internal sealed class FormJson(PageForm form)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<Action<Utf8JsonWriter>> _members = [];

    /// <summary>A text of each field. An empty field stays out.</summary>
    public FormJson Texts(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Text(name, form[name]);
        }

        return this;
    }

    /// <summary>A text that is in no field.</summary>
    public FormJson Text(string name, string? value)
    {
        if (value is not null)
        {
            _members.Add(json => json.WriteString(name, value));
        }

        return this;
    }

    /// <summary>The mailed code. A user without JavaScript pastes the code alone, or the whole link.</summary>
    public FormJson MailedCode() => Code("token");

    /// <summary>The same in a field of another name.</summary>
    public FormJson Code(string name) => Text(name, form[name] is { } text ? PastedCode.In(text) : null);

    /// <summary>The words of a field, as an array.</summary>
    public FormJson Words(string name)
    {
        _members.Add(json =>
        {
            json.WriteStartArray(name);
            foreach (var word in (form[name] ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        });
        return this;
    }

    /// <summary>True for a checked box.</summary>
    public FormJson Flag(string name)
    {
        _members.Add(json => json.WriteBoolean(name, form.IsChecked(name)));
        return this;
    }

    /// <summary>The answer of a passkey: the script writes it into the field <c>credential</c>, as JSON.</summary>
    public FormJson Credential()
    {
        if (form["credential"] is { } credential && IsJson(credential))
        {
            _members.Add(json =>
            {
                json.WritePropertyName("credential");
                json.WriteRawValue(credential);
            });
        }

        return this;
    }

    /// <summary>The answer of a passkey with its token, as a member of its own.</summary>
    /// <param name="token">The field of the token.</param>
    public FormJson Passkey(string token = "token")
    {
        if (form["credential"] is { } credential && IsJson(credential))
        {
            _members.Add(json =>
            {
                json.WriteStartObject("passkey");
                json.WriteString("token", form[token]);
                json.WritePropertyName("credential");
                json.WriteRawValue(credential);
                json.WriteEndObject();
            });
        }

        return this;
    }

    public byte[] ToArray()
    {
        using (var json = new Utf8JsonWriter(_buffer))
        {
            json.WriteStartObject();
            foreach (var write in _members)
            {
                write(json);
            }

            json.WriteEndObject();
        }

        return _buffer.WrittenSpan.ToArray();
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
