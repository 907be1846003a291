using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cardea.Validation.Problems;

/// <summary>Writes problem details. The app's own JSON settings have no effect on them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
