namespace NanoBanana.ServiceDefaults.Time;

/// <summary>A server whose clock is the one that counts. A service with a database follows Postgres; only the gateway follows Redis.</summary>
internal interface ITimeReference
{
    /// <summary>For people: <c>Postgres</c>.</summary>
    string Name { get; }

    /// <summary>Asks once. Throws what its client throws when there is no answer.</summary>
    Task<ClockSample> SampleAsync(CancellationToken cancellationToken);
}
