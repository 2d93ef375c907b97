using static System.Buffers.Binary.BinaryPrimitives;

namespace NanoBanana.Generation.Imaging;

/// <summary>
/// The structure of an MP4 file (ISO/IEC 14496-12): boxes in boxes. The header of the movie tells the length, that of the first track of
/// pictures the size; pictures and sound themselves are passed over. Written here because no package that reads MP4 restores on every
/// feed, and a decoder of pictures would be much for four numbers.
/// </summary>
internal static class Mp4File
{
    public const string MediaType = "video/mp4";

    private const uint FileType = 0x66747970; // ftyp
    private const uint Movie = 0x6D6F6F76; // moov
    private const uint MovieHeader = 0x6D766864; // mvhd
    private const uint Extends = 0x6D766578; // mvex
    private const uint ExtendsHeader = 0x6D656864; // mehd
    private const uint Track = 0x7472616B; // trak
    private const uint TrackHeader = 0x746B6864; // tkhd
    private const uint Media = 0x6D646961; // mdia
    private const uint Handler = 0x68646C72; // hdlr
    private const uint Pictures = 0x76696465; // vide
    private const uint Data = 0x6D646174; // mdat

    /// <summary>Null unless whole boxes fill the file to its end, and movie, pictures and data are among them.</summary>
    public static async Task<VideoInfo?> MeasureAsync(Stream file, CancellationToken cancellationToken)
    {
        var boxes = new Mp4Boxes(file);
        var movie = new Found();
        var hasData = false;
        for (var at = 0L; at < boxes.Length;)
        {
            if (await boxes.ReadAsync(at, boxes.Length, cancellationToken) is not { } box || (at == 0) != (box.Type == FileType))
                return null;
            if (box.Type == Movie && !await WalkAsync(boxes, box, movie, cancellationToken))
                return null;
            hasData |= box.Type == Data;
            at = box.End;
        }

        return hasData ? VideoFile.Of(MediaType, movie.Width, movie.Height, movie.Seconds) : null;
    }

    /// <summary>Goes into the movie, its tracks and their media, and nowhere else. False when a box does not fit.</summary>
    private static async ValueTask<bool> WalkAsync(Mp4Boxes boxes, Mp4Box parent, Found found, CancellationToken cancellationToken)
    {
        if (parent.Type == Track)
            found.BeginTrack();
        for (var at = parent.Body; at < parent.End;)
        {
            if (await boxes.ReadAsync(at, parent.End, cancellationToken) is not { } box)
                return false;

            // Each leads only to the next, so that no box lies in one of its own kind.
            var isFine = (parent.Type, box.Type) switch
            {
                (Movie, Track or Extends) or (Track, Media) => await WalkAsync(boxes, box, found, cancellationToken),
                (Movie, MovieHeader) => found.SetMovie(await HeaderAsync(boxes, box, 20, 32, cancellationToken)),
                (Extends, ExtendsHeader) => found.SetFragments(await HeaderAsync(boxes, box, 8, 12, cancellationToken)),
                (Track, TrackHeader) => found.SetTrack(await HeaderAsync(boxes, box, 84, 96, cancellationToken)),
                (Media, Handler) => found.SetHandler(await boxes.ContentAsync(box, 12, cancellationToken)),
                _ => true,
            };
            if (!isFine)
                return false;
            at = box.End;
        }

        if (parent.Type == Track)
            found.EndTrack();
        return true;
    }

    /// <summary>A header of version 0 or of version 1, whose times have 64 bits; null when it is shorter.</summary>
    private static async ValueTask<byte[]?> HeaderAsync(Mp4Boxes boxes, Mp4Box box, int length, int longLength, CancellationToken cancellationToken) =>
        await boxes.ContentAsync(box, 1, cancellationToken) is [var version]
            ? await boxes.ContentAsync(box, version == 1 ? longLength : length, cancellationToken)
            : null;

    private sealed class Found
    {
        private double _timescale;
        private double _duration;
        private double _fragments;
        private (double Width, double Height) _track;
        private bool _showsPictures;

        public double Width { get; private set; }

        public double Height { get; private set; }

        /// <summary>A film in fragments tells its length elsewhere.</summary>
        public double Seconds => _timescale > 0 ? (_duration > 0 ? _duration : _fragments) / _timescale : 0;

        public bool SetMovie(byte[]? header)
        {
            if (header is null)
                return false;
            _timescale = ReadUInt32BigEndian(header.AsSpan(header[0] == 1 ? 20 : 12));
            _duration = TimeAt(header, header[0] == 1 ? 24 : 16);
            return true;
        }

        public bool SetFragments(byte[]? header)
        {
            if (header is null)
                return false;
            _fragments = TimeAt(header, 4);
            return true;
        }

        public bool SetTrack(byte[]? header)
        {
            if (header is null)
                return false;
            var size = header.AsSpan(^8);
            var matrix = header.AsSpan(^44);
            var (width, height) = (ReadUInt32BigEndian(size) / 65_536.0, ReadUInt32BigEndian(size[4..]) / 65_536.0);

            // A quarter turn has its numbers beside the diagonal: what lies in the file is shown on its side.
            var isTurned = ReadInt32BigEndian(matrix) == 0 && ReadInt32BigEndian(matrix[16..]) == 0
                && ReadInt32BigEndian(matrix[4..]) != 0 && ReadInt32BigEndian(matrix[12..]) != 0;
            _track = isTurned ? (height, width) : (width, height);
            return true;
        }

        public bool SetHandler(byte[]? handler)
        {
            _showsPictures |= handler is not null && ReadUInt32BigEndian(handler.AsSpan(8)) == Pictures;
            return handler is not null;
        }

        /// <summary>All bits set stands for a length that nobody knew.</summary>
        private static double TimeAt(byte[] header, int at) => header[0] == 1
            ? ReadUInt64BigEndian(header.AsSpan(at)) is not ulong.MaxValue and var large ? large : 0
            : ReadUInt32BigEndian(header.AsSpan(at)) is not uint.MaxValue and var small ? small : 0;

        public void BeginTrack() => (_track, _showsPictures) = (default, false);

        public void EndTrack()
        {
            if (_showsPictures && Width == 0)
                (Width, Height) = _track;
        }
    }
}
