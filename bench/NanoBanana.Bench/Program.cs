using NanoBanana.Bench;
using NanoBanana.Bench.Runs;
using NanoBanana.Bench.Servers;
using NanoBanana.LocalServers;

// The two small servers are processes of their own, so that what each costs can be told apart.
switch (args.FirstOrDefault())
{
    case "upstream":
        await MockUpstream.RunAsync(args[1..]);
        return 0;
    case "yarp":
        await BareProxy.RunAsync(args[1..]);
        return 0;
    case "analytics":
        await AnalyticsBench.RunAsync();
        return 0;
    case "events":
        return await EventsBench.RunAsync();
    case "history":
        await HistoryBench.RunAsync();
        return 0;
    case "library":
        await LibraryBench.RunAsync();
        return 0;
    case "queue":
        await QueueBench.RunAsync();
        return 0;
}

if (BenchOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(BenchOptions.Usage);
    return 64;
}

try
{
    return await BenchRun.RunAsync(options);
}
catch (Exception exception) when (exception is BenchException or LocalServerException)
{
    await Console.Error.WriteLineAsync("error: " + exception.Message);
    return 70;
}
