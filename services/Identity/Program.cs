using NanoBanana.Identity;
using NanoBanana.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync("identity", builder => builder.AddIdentityService(), app => app.MapIdentityEndpoints(), args);
