"""What Django cannot say: text search configurations that fold accents, and triggers that guard drafts and revisions."""

from django.db import migrations

CONFIGURATIONS = """
do $$
declare config record;
begin
    for config in select cfgname from pg_ts_config where cfgnamespace = 'pg_catalog'::regnamespace loop
        execute format('create text search configuration masthead_%1$s (copy = pg_catalog.%1$I)', config.cfgname);
        execute format(
            'alter text search configuration masthead_%1$s alter mapping for hword, hword_part, word with unaccent, %2$s',
            config.cfgname, (select d.dictname from pg_ts_config_map m join pg_ts_dict d on d.oid = m.mapdict
                             where m.mapcfg = ('pg_catalog.' || config.cfgname)::regconfig and m.maptokentype = 2));
    end loop;
end $$
"""
NO_CONFIGURATIONS = """
do $$
declare config record;
begin
    for config in select cfgname from pg_ts_config where cfgname like 'masthead\\_%' loop
        execute format('drop text search configuration %I', config.cfgname);
    end loop;
end $$
"""

DRAFT_GUARD = """
create function articles_draft_advances() returns trigger language plpgsql as $$
begin
    if new.version <= old.version then
        raise exception 'Draft % was updated without advancing its version (%).', old.article_id, old.version
            using errcode = 'integrity_constraint_violation', hint = 'Write drafts through articles.services.';
    end if;
    return new;
end $$;
create trigger articles_draft_advances before update on articles_draft
    for each row execute function articles_draft_advances();
"""
NO_DRAFT_GUARD = "drop trigger articles_draft_advances on articles_draft; drop function articles_draft_advances();"

REVISION_GUARD = """
create function articles_revision_stays() returns trigger language plpgsql as $$
begin
    raise exception 'Revision % of article % cannot be changed.', old.number, old.article_id
        using errcode = 'integrity_constraint_violation';
end $$;
create trigger articles_revision_stays before update on articles_revision
    for each row execute function articles_revision_stays();
"""
NO_REVISION_GUARD = "drop trigger articles_revision_stays on articles_revision; drop function articles_revision_stays();"


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]

    operations = [
        migrations.RunSQL(CONFIGURATIONS, NO_CONFIGURATIONS),
        migrations.RunSQL(DRAFT_GUARD, NO_DRAFT_GUARD),
        migrations.RunSQL(REVISION_GUARD, NO_REVISION_GUARD),
    ]
