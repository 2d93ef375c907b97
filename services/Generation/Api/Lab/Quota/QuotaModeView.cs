namespace NanoBanana.Generation.Api.Lab.Quota;

/// <summary>A mode of the trial, and what all its callers have left of it.</summary>
/// <param name="Name">For people: <c>Basic (1K/2K)</c>.</param>
/// <param name="Used">Generations of the day.</param>
/// <param name="Limit">Of a day.</param>
/// <param name="Cost">Points for each.</param>
internal sealed record QuotaModeView(string Name, int Used, int Limit, int Remaining, int Cost);
