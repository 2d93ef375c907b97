using NanoBanana.Gateway;
using NanoBanana.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync("gateway", builder => builder.AddGatewayService(), app => app.MapGatewayEndpoints(), args, isEdge: true);
