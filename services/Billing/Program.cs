using NanoBanana.Billing;
using NanoBanana.ServiceDefaults.Hosting;

return args is [VerifyLedger.Command, .. var rest]
    ? await VerifyLedger.RunAsync(rest, Console.Out)
    : await ServiceHost.RunAsync("billing", builder => builder.AddBillingService(), app => app.MapBillingEndpoints(), args);
