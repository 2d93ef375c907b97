namespace NanoBanana.Contracts.Identity;

/// <summary>
/// What deleted accounts leave behind in the other services. <c>PUT /internal/accounts/erasures</c> takes a list of account ids, 1 to <see cref="MaxItems"/>, and answers
/// <see cref="ErasureAnswer"/>; telling the same again ends alike. <c>GET /internal/accounts/{id}/export</c> writes what a service keeps of an account, as one JSON object.
/// </summary>
public static class AccountErasure
{
    public const int MaxItems = 100;

    /// <summary>The SQLSTATE of a database that is to keep something more of an account that was deleted.</summary>
    public const string SqlState = "NBE01";
}

/// <summary>The answer to a list of accounts.</summary>
/// <param name="Done">Those that this service need not be told of again; of the others something must end first.</param>
public sealed record ErasureAnswer(IReadOnlyList<Guid> Done);
