using NanoBanana.Contracts.Principals;
using NanoBanana.Generation.FileNames;
using NanoBanana.Generation.Images;
using NanoBanana.Generation.Jobs;

namespace NanoBanana.Generation.Api.Banatie;

/// <summary>Says in the family's words what became of a job, and names its image.</summary>
internal sealed class BanatieWriter(ImageLinks links, FileNameStore names)
{
    /// <summary>Null when the image was delivered inline, to somebody else.</summary>
    /// <param name="fileName">What its caller calls it.</param>
    public async Task<BanatieImage?> WriteAsync(
        JobOutcome outcome, string fileName, FileNaming naming, Principal caller, HttpRequest http, CancellationToken cancellationToken)
    {
        var image = outcome.Images[0];
        var url = image.IsKept ? links.UrlOf(outcome.JobId, image.Image, image.MediaType, http) : image.InlineUrl;
        if (url is null)
            return null;
        var candidates = naming.Candidates(fileName, outcome.CreatedAt, outcome.JobId, ImageNames.ExtensionOf(image.MediaType));
        var named = await names.NameAsync(caller.AccountId, caller.ProjectId ?? "", outcome.JobId, candidates, cancellationToken);
        return new BanatieImage(named.Name, naming.Folder + named.Name, url, outcome.Prompt, outcome.Model, outcome.CreatedAt)
        {
            PromptEnhancement = named.Enhancement,
        };
    }
}
