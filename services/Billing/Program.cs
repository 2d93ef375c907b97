using NanoBanana.Billing;
using NanoBanana.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync("billing", builder => builder.AddBillingService(), app => app.MapBillingEndpoints(), args);
