namespace Busbar.Sql;

/// <summary>The one rule of order: ascending source time, and of several samples of one time the one that was written last.</summary>
internal static class SampleOrder
{
    /// <summary>Orders samples given in the order they were written.</summary>
    /// <returns>How many are left, from the front.</returns>
    public static int SortAndKeepLast(Span<Sample> samples)
    {
        if (samples.Length < 2)
            return samples.Length;

        // Sorting by time and then by place makes the sort stable.
        (long Time, int Place)[] keys = new (long, int)[samples.Length];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = (samples[i].SourceTimeNanoseconds, i);
        Array.Sort(keys);

        Sample[] ordered = new Sample[samples.Length];
        int count = 0;
        for (int i = 0; i < keys.Length; i++)
        {
            if (i + 1 == keys.Length || keys[i + 1].Time != keys[i].Time)
                ordered[count++] = samples[keys[i].Place];
        }

        ordered.AsSpan(0, count).CopyTo(samples);
        samples[count..].Clear();
        return count;
    }
}
