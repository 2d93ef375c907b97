using NanoBanana.LocalServers;
using NanoBanana.ServiceDefaults.Hosting;
using NanoBanana.Standalone;

try
{
    await StandaloneHost.RunAsync(args);
    return 0;
}
catch (Exception exception) when (exception is LocalServerException or StateFolder.LockedException)
{
    await Console.Error.WriteLineAsync("error: " + exception.Message);
    return ServiceHost.ConfigurationExitCode;
}
catch (Exception exception) when (ServiceHost.Explain(exception) is { Count: > 0 } lines)
{
    foreach (var line in lines)
        await Console.Error.WriteLineAsync("error: " + line);
    return ServiceHost.ConfigurationExitCode;
}
