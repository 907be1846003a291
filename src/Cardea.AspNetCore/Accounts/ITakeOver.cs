namespace Cardea.AspNetCore;

/// <summary>
/// Tells an app that the owner of a mailbox took an account over. Somebody else had registered the address, which was never verified. The
/// account keeps its id. So the app deletes or marks the data that the earlier registrant stored under the id.
/// </summary>
/// <remarks>
/// Register an implementation with <c>AddScoped&lt;ITakeOver, …&gt;()</c>, in an app that embeds Cardea with Cardea's own users. Several
/// are called in the order of their registration. Apps that bring their own users (<c>AddCardea&lt;TUser&gt;</c>) have no take-over, so
/// Cardea never calls it there.
/// </remarks>
public interface ITakeOver
{
    /// <summary>
    /// Runs in the transaction of the take-over, just before the commit. What the method writes through
    /// <see cref="TakeOver.Connection"/> is stored together with the take-over, or not at all. The method may be called again for the same
    /// take-over if the commit fails, so effects outside the transaction must be idempotent.
    /// </summary>
    /// <param name="takeOver">The account and the transaction.</param>
    /// <param name="cancellationToken">Ends when the transaction must end. A take-over has about two seconds.</param>
    /// <exception cref="Exception">
    /// Any exception rolls the take-over back. The caller gets 500 <c>take_over_failed</c>, and the code stays valid.
    /// </exception>
    Task OnTakenOverAsync(TakeOver takeOver, CancellationToken cancellationToken);
}
