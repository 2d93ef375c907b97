using NanoBanana.Generation.Events;

namespace NanoBanana.Generation.Queue;

/// <summary>Wakes this process' worker: something was put into the queue, or there is room again.</summary>
internal sealed class QueueSignal : Signal;
