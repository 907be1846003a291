using Npgsql;

namespace Cardea.PostgreSql;

/// <summary>How to reach the database: what the connection string says, and what Cardea adds to it.</summary>
internal sealed class ConnectionSettings
{
    /// <summary>How many connections rotate at most, beside those of <c>Maximum Pool Size</c>. Under most loads one does it all.</summary>
    public const int RotatingConnections = 4;

    private const int DefaultPoolSize = 20;
    private const int SmallestPool = 4;

    // A server that does not answer is given up within three seconds, from both sides. Nobody asks for reads that repeat.
    private const string Limits =
        "-c statement_timeout=2000 -c idle_in_transaction_session_timeout=5000 -c default_transaction_isolation=read\\ committed -c synchronous_commit=on";

    // Every statement finds its rows by a key, through dozens of partitions. So it is planned once, for any value and any size
    // of the tables, and not compiled: either would take longer than running it.
    private const string Plans =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    // Of what Npgsql knows, the targets that take writes.
    private static readonly string[] Writing = ["any", "primary", "read-write", "prefer-primary"];

    private readonly NpgsqlConnectionStringBuilder _settings;

    /// <exception cref="SetupException">It is no connection string, or has a keyword nobody knows.</exception>
    public ConnectionSettings(string connectionString)
    {
        _settings = Parse(connectionString);
        if (string.IsNullOrEmpty(_settings.Host))
        {
            throw new SetupException("ConnectionStrings:Cardea names no host: use 'Host=db.example.org;Username=…;Password=…;Database=…' or 'postgres://user:password@host/database'.");
        }

        Default("Timeout", 2);
        Default("Command Timeout", 2);
        Default("Cancellation Timeout", 500);
        Default("Maximum Pool Size", DefaultPoolSize);
        Default("Application Name", "cardea");
        Default("GSS Encryption Mode", "Disable");
        CheckTarget();
        if (_settings.Host.Contains(',', StringComparison.Ordinal))
        {
            // After a failover the new primary is found within a second, not when Npgsql next looks.
            Default("Target Session Attributes", "primary");
            Default("Host Recheck Seconds", 1);
        }

        if (_settings.MaxPoolSize < SmallestPool)
        {
            throw new SetupException($"Maximum Pool Size in ConnectionStrings:Cardea must be at least {SmallestPool}; it is {_settings.MaxPoolSize}.");
        }

        // Nothing of a session is changed outside a transaction, so there is nothing to reset, and no row's values in an error.
        _settings.NoResetOnClose = true;
        _settings.Enlist = false;
        _settings.IncludeErrorDetail = false;
        _settings.LogParameters = false;
        _settings.PersistSecurityInfo = false;
    }

    /// <summary>Host and database, for people.</summary>
    public string Location => _settings.Host switch
    {
        var hosts when hosts.AsSpan().ContainsAny(",/") => $"{hosts}/{DatabaseName}",
        var address when address!.Contains(':', StringComparison.Ordinal) => $"[{address}]:{_settings.Port}/{DatabaseName}",
        var host => $"{host}:{_settings.Port}/{DatabaseName}",
    };

    /// <summary>The database.</summary>
    public string DatabaseName => _settings.Database ?? UserName;

    /// <summary>Who signs in to it.</summary>
    public string UserName => _settings.Username ?? Environment.UserName;

    /// <summary>How many connections there are at most, beside those that rotate. <c>Maximum Pool Size</c>; 20 unless set.</summary>
    public int PoolSize => _settings.MaxPoolSize;

    /// <summary>Opens connections, as many as that at most.</summary>
    /// <param name="poolSize">How many.</param>
    /// <param name="isPooled">
    /// Whether a pooler lends them. Then there are no settings of theirs, and nothing is prepared unless the connection string
    /// asks for it: what one transaction leaves behind, the next one does not find, or finds another's of that name.
    /// </param>
    public NpgsqlDataSource Open(int poolSize, bool isPooled)
    {
        var settings = new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
        {
            MaxPoolSize = poolSize,
            MinPoolSize = Math.Min(_settings.MinPoolSize, poolSize),
        };
        if (!isPooled)
        {
            settings.Options = $"{Limits} {Plans} {_settings.Options}".TrimEnd();
            Default(settings, "Max Auto Prepare", 50);
            Default(settings, "Auto Prepare Min Usages", 1);
        }

        return Open(settings);
    }

    /// <summary>Opens a connection that leaves nothing behind, wherever it leads to.</summary>
    public NpgsqlDataSource OpenPlain() => Open(new(_settings.ConnectionString) { Pooling = false, MinPoolSize = 0, MaxAutoPrepare = 0 });

    /// <summary>The same, for listening, so that operators see which it is.</summary>
    public NpgsqlDataSource OpenListening() => Open(new(_settings.ConnectionString)
    {
        Pooling = false,
        MinPoolSize = 0,
        MaxAutoPrepare = 0,
        ApplicationName = $"{_settings.ApplicationName} listener",
    });

    /// <summary>The same, for reading another service's tables, which takes its time.</summary>
    public NpgsqlDataSource OpenReading() => Open(new(_settings.ConnectionString)
    {
        Pooling = false,
        MinPoolSize = 0,
        MaxAutoPrepare = 0,
        CommandTimeout = 600,
        ApplicationName = $"{_settings.ApplicationName} import",
    });

    // Npgsql takes a target among several hosts only. Of one host there is nothing to choose, and a standby refuses writes itself.
    private void CheckTarget()
    {
        if (_settings.Port is < 1 or > 65_535)
        {
            throw new SetupException($"Port in ConnectionStrings:Cardea must be between 1 and 65535, as a rule 5432; it is {_settings.Port}.");
        }

        if (_settings.TargetSessionAttributes is { } target && !Writing.Contains(target, StringComparer.OrdinalIgnoreCase))
        {
            throw new SetupException($"Target Session Attributes in ConnectionStrings:Cardea is '{target}', and Cardea writes: use 'primary'.");
        }

        if (!_settings.Host!.Contains(',', StringComparison.Ordinal))
        {
            _settings.Remove("Target Session Attributes");
        }
    }

    private static NpgsqlDataSource Open(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();

        // All are types that every server has. To read the list of them would take each pool 20 ms of the server.
        builder.ConfigureTypeLoading(static types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    private void Default(string keyword, object value) => Default(_settings, keyword, value);

    private static void Default(NpgsqlConnectionStringBuilder settings, string keyword, object value)
    {
        if (!settings.ShouldSerialize(keyword))
        {
            settings[keyword] = value;
        }
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        foreach (var (keyword, value) in DatabaseUrl.IsOne(connectionString) ? DatabaseUrl.Read(connectionString) : ReadPairs(connectionString))
        {
            try
            {
                settings[keyword] = value;
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
            {
                throw new SetupException(
                    settings.ContainsKey(keyword)
                        ? $"ConnectionStrings:Cardea has a value for '{keyword}' that it cannot have: correct it."
                        : $"ConnectionStrings:Cardea has the keyword '{keyword}', which means nothing to Npgsql: leave it out or correct it.");
            }
        }

        return settings;
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadPairs(string connectionString)
    {
        var pairs = new System.Data.Common.DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = connectionString;
        }
        catch (ArgumentException)
        {
            throw new SetupException("ConnectionStrings:Cardea is no connection string: use 'Host=…;Username=…;Password=…;Database=…' or 'postgres://user:password@host/database'.");
        }

        return pairs.Keys.Cast<string>().Select(keyword => KeyValuePair.Create(keyword, (string)pairs[keyword]));
    }
}
