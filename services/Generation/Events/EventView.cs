using System.Text.Json;
using System.Text.Json.Serialization;
using NanoBanana.ServiceDefaults.Json;

namespace NanoBanana.Generation.Events;

/// <summary>An event as every way out of the log shows it: webhook, pull, stream.</summary>
/// <param name="Id"><c>evt_</c> and a UUID.</param>
/// <param name="Type">One of <see cref="Contracts.Events.EventTypes"/>.</param>
/// <param name="Timestamp">When the change was made, to the millisecond.</param>
/// <param name="Sequence">The event's number in its account's log, from 1 and without gaps.</param>
/// <param name="Data">States and ids of what changed.</param>
internal sealed record EventView(
    string Id, string Type, [property: JsonConverter(typeof(UtcMillisecondsConverter))] DateTimeOffset Timestamp, long Sequence, JsonElement Data)
{
    public static EventView Of(LoggedEvent logged) =>
        new($"evt_{logged.Id:d}", logged.Type, logged.CreatedAt, logged.Sequence, JsonElement.Parse(logged.Data));
}
