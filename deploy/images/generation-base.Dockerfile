# What Generation's image starts from: .NET, and libgd, which the family without a package manager cannot be given.
#   docker build -t REGISTRY/nanobanana-generation-base:10.0 -f deploy/images/generation-base.Dockerfile deploy/images
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
RUN apt-get update \
 && apt-get install -y --no-install-recommends libgd3 zlib1g \
 && rm -rf /var/lib/apt/lists/* \
 # A volume that is mounted here for the first time takes over whose it is.
 && install -d -o "$APP_UID" -g "$APP_UID" /var/lib/nanobanana/images
USER $APP_UID
