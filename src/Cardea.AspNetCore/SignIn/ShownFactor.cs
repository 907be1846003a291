using Cardea.AspNetCore.Factors;

namespace Cardea.AspNetCore.SignIn;

/// <summary>A second factor that is right.</summary>
/// <param name="Amr">How the user has proved who they are by it.</param>
/// <param name="Begun">What became of the sign-in that it finishes.</param>
internal sealed record ShownFactor(IReadOnlyList<string> Amr, BegunSignIn Begun);
