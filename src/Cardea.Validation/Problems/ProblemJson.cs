using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Validation.Problems;

/// <summary>How problem details are written, whatever the app's own JSON settings are.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
