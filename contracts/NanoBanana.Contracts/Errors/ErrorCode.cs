namespace NanoBanana.Contracts.Errors;

/// <summary>A failure that callers may rely on. Every code has a page in docs/errors.</summary>
/// <param name="Code">Stable, dotted, lower case: <c>billing.insufficient_credits</c>. Travels in <c>X-Error-Code</c>.</param>
/// <param name="Kind">Decides the status in each wire family.</param>
/// <param name="Message">What a caller reads. Never contains a cause, a secret or an address.</param>
public sealed record ErrorCode(string Code, ErrorKind Kind, string Message);
