namespace Busbar.Sqlite;

/// <summary>What stored samples survive. The end of the process, however violent, they survive in any case.</summary>
public enum SqliteDurability
{
    /// <summary>A power cut too: every batch is synchronized to the disk before it counts as stored (<c>synchronous=FULL</c>).</summary>
    PowerCut = 0,

    /// <summary>The end of the process. A power cut or a crash of the system may lose the batches of the last seconds, never more (<c>synchronous=NORMAL</c>); spares flash memory many writes.</summary>
    Process,
}
