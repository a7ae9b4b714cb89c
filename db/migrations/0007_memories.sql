CREATE TABLE "bookmark_visits" (
	"bookmark_id" uuid NOT NULL,
	"day" date NOT NULL,
	"visitor" text NOT NULL,
	CONSTRAINT "bookmark_visits_bookmark_id_day_visitor_pk" PRIMARY KEY("bookmark_id","day","visitor")
);
--> statement-breakpoint
CREATE TABLE "bookmarks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"code" text NOT NULL,
	"url" text,
	"url_key" text,
	"title" text DEFAULT '' NOT NULL,
	"title_is_given" smallint DEFAULT 0 NOT NULL,
	"description" text,
	"image" text,
	"site" text,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"metadata" text DEFAULT 'none' NOT NULL,
	"metadata_reason" text,
	"visits" integer DEFAULT 0 NOT NULL,
	"language" "regconfig" DEFAULT 'simple' NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector(language, title), 'A') || setweight(to_tsvector(language, coalesce(description, '')), 'B') || setweight(to_tsvector('simple', coalesce(site, '') || ' ' || coalesce(url, '')), 'C')) STORED,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	CONSTRAINT "bookmarks_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "member_zones" (
	"member_id" uuid PRIMARY KEY NOT NULL,
	"zone" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memory_numbers" (
	"community_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "memory_numbers_community_id_kind_pk" PRIMARY KEY("community_id","kind")
);
--> statement-breakpoint
CREATE TABLE "quote_votes" (
	"quote_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"vote" smallint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "quote_votes_quote_id_member_id_pk" PRIMARY KEY("quote_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "quotes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"normalised" text NOT NULL,
	"author" text DEFAULT '' NOT NULL,
	"category" text,
	"game" text,
	"title" text,
	"said_at" timestamp with time zone DEFAULT now() NOT NULL,
	"status" text DEFAULT 'approved' NOT NULL,
	"up" integer DEFAULT 0 NOT NULL,
	"down" integer DEFAULT 0 NOT NULL,
	"shown" integer DEFAULT 0 NOT NULL,
	"language" "regconfig" DEFAULT 'simple' NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector(language, text), 'A') || setweight(to_tsvector('simple', author), 'B') || setweight(to_tsvector('simple', coalesce(category, '') || ' ' || coalesce(game, '')), 'C')) STORED,
	"created_by" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "reminder_firings" (
	"reminder_id" uuid NOT NULL,
	"due_at" bigint NOT NULL,
	"status" text NOT NULL,
	"delivery_id" text,
	"fired_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reminder_firings_reminder_id_due_at_pk" PRIMARY KEY("reminder_id","due_at")
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"member_id" uuid NOT NULL,
	"text" text NOT NULL,
	"target" jsonb NOT NULL,
	"deliverer" text DEFAULT 'bot' NOT NULL,
	"recurrence" jsonb,
	"zone" text NOT NULL,
	"next_at" timestamp with time zone,
	"fired" integer DEFAULT 0 NOT NULL,
	"status" text DEFAULT 'open' NOT NULL,
	"leased_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bookmark_visits" ADD CONSTRAINT "bookmark_visits_bookmark_id_bookmarks_id_fk" FOREIGN KEY ("bookmark_id") REFERENCES "public"."bookmarks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookmarks" ADD CONSTRAINT "bookmarks_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookmarks" ADD CONSTRAINT "bookmarks_created_by_members_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_zones" ADD CONSTRAINT "member_zones_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memory_numbers" ADD CONSTRAINT "memory_numbers_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quote_votes" ADD CONSTRAINT "quote_votes_quote_id_quotes_id_fk" FOREIGN KEY ("quote_id") REFERENCES "public"."quotes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quote_votes" ADD CONSTRAINT "quote_votes_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotes" ADD CONSTRAINT "quotes_created_by_members_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminder_firings" ADD CONSTRAINT "reminder_firings_reminder_id_reminders_id_fk" FOREIGN KEY ("reminder_id") REFERENCES "public"."reminders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bookmark_visits_day_idx" ON "bookmark_visits" USING btree ("day");--> statement-breakpoint
CREATE UNIQUE INDEX "bookmarks_community_number_key" ON "bookmarks" USING btree ("community_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "bookmarks_community_url_key" ON "bookmarks" USING btree ("community_id","url_key") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "bookmarks_tags_idx" ON "bookmarks" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "bookmarks_search_idx" ON "bookmarks" USING gin ("search");--> statement-breakpoint
CREATE INDEX "bookmarks_community_visits_idx" ON "bookmarks" USING btree ("community_id","visits");--> statement-breakpoint
CREATE INDEX "bookmarks_created_by_idx" ON "bookmarks" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "quote_votes_member_idx" ON "quote_votes" USING btree ("member_id");--> statement-breakpoint
CREATE UNIQUE INDEX "quotes_community_number_key" ON "quotes" USING btree ("community_id","number");--> statement-breakpoint
CREATE INDEX "quotes_community_shown_idx" ON "quotes" USING btree ("community_id","shown") WHERE deleted_at is null and status = 'approved';--> statement-breakpoint
CREATE INDEX "quotes_community_normalised_idx" ON "quotes" USING btree ("community_id",md5(normalised));--> statement-breakpoint
CREATE INDEX "quotes_search_idx" ON "quotes" USING gin ("search");--> statement-breakpoint
CREATE INDEX "quotes_created_by_idx" ON "quotes" USING btree ("created_by");--> statement-breakpoint
CREATE UNIQUE INDEX "reminders_community_number_key" ON "reminders" USING btree ("community_id","number");--> statement-breakpoint
CREATE INDEX "reminders_due_idx" ON "reminders" USING btree ("next_at") WHERE status = 'open';--> statement-breakpoint
CREATE INDEX "reminders_member_idx" ON "reminders" USING btree ("member_id","status");